//! Spans in the colours of a terminal.

use anstyle::{AnsiColor, Style as Ansi};

use crate::reply::{Reply, Style};

/// The reply with a line break at its end; with escape sequences if `colour`.
pub fn paint(reply: &Reply, colour: bool) -> String {
    let mut text = String::new();
    for span in &reply.spans {
        let style = if colour { ansi(span.style) } else { Ansi::new() };
        text += &format!("{}{}{}", style.render(), span.text, style.render_reset());
    }
    text.push('\n');
    text
}

/// Colours stand for roles, so that they follow the terminal's own palette.
fn ansi(style: Style) -> Ansi {
    match style {
        Style::Text | Style::Mark => Ansi::new(),
        Style::Quote => AnsiColor::Cyan.on_default(),
        Style::Highlight => AnsiColor::Cyan.on_default().bold(),
        Style::Reference => Ansi::new().dimmed(),
        Style::Note => Ansi::new().italic(),
        Style::Strong => Ansi::new().bold(),
    }
}
