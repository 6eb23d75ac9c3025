//! Lines, wherever they come from.

use std::io::{self, BufRead};

/// A source of lines.
pub trait Lines {
    /// The next line without its ending; `None` when there is none left.
    fn next_line(&mut self) -> io::Result<Option<String>>;
}

/// The lines of a stream, whatever bytes are in them: what is not UTF-8 becomes `U+FFFD`, and no line is lost.
#[derive(Debug)]
pub struct ReadLines<R> {
    stream: R,
    bytes: Vec<u8>,
}

impl<R: BufRead> ReadLines<R> {
    /// Reads lines from `stream`.
    pub fn new(stream: R) -> Self {
        ReadLines { stream, bytes: Vec::new() }
    }
}

impl<R: BufRead> Lines for ReadLines<R> {
    fn next_line(&mut self) -> io::Result<Option<String>> {
        self.bytes.clear();
        if self.stream.read_until(b'\n', &mut self.bytes)? == 0 {
            return Ok(None);
        }
        let line = self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(Some(String::from_utf8_lossy(line).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &[&str]) {
        let mut lines = ReadLines::new(bytes);
        let mut read = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            read.push(line);
        }
        assert_eq!(read, expected, "{bytes:?}");
    }

    #[test]
    fn every_line_arrives() {
        check(b"", &[]);
        check(b"a", &["a"]);
        check(b"a\r\n\nb\n", &["a", "", "b"]);
        check(b"\xff\xfe\nb", &["\u{fffd}\u{fffd}", "b"]);
        check("ты\0\u{2028}x\n".as_bytes(), &["ты\0\u{2028}x"]);
    }
}
