//! Every fault of a knowledge base is reported, all at once; what is loaded is the source, byte for byte.
