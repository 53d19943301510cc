//! Markdown as plain text for a terminal. It knows what the pages of the rules are made of: headings, paragraphs,
//! lists, quotations, fenced code, links; anything else passes as it is.

use std::fmt::Write as _;

use anstyle::Style;

use crate::text::wrap;

const HEADING: Style = Style::new().bold();

/// A text that grows from top to bottom.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    /// Adds the page's title.
    pub(crate) fn title(&mut self, title: &str) {
        self.gap();
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{HEADING}{title}{HEADING:#}");
        let _ = writeln!(self.text, "{}", "=".repeat(title.chars().count()));
    }

    /// Adds a section's heading.
    pub(crate) fn heading(&mut self, heading: &str) {
        self.gap();
        let _ = writeln!(self.text, "{HEADING}{heading}{HEADING:#}");
        let _ = writeln!(self.text, "{}", "-".repeat(heading.chars().count()));
    }

    /// Adds a paragraph without marks.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.gap();
        wrap(&mut self.text, text, "", "");
    }

    /// Adds a list of sentences.
    pub(crate) fn list(&mut self, items: &[String]) {
        self.gap();
        for item in items {
            wrap(&mut self.text, item, "- ", "  ");
        }
    }

    /// Adds text written in Markdown.
    pub(crate) fn markdown(&mut self, markdown: &str) {
        let mut fence: Option<&str> = None;
        let mut gathered = Gathered::default();
        for line in markdown.lines() {
            let bare = line.trim_start();
            if let Some(mark) = fence {
                if bare.starts_with(mark) {
                    fence = None;
                } else {
                    let _ = writeln!(self.text, "{}", format!("    {line}").trim_end());
                }
                continue;
            }
            if bare.starts_with("```") || bare.starts_with("~~~") {
                self.flush(&mut gathered);
                self.gap();
                fence = bare.get(..3);
            } else if bare.is_empty() {
                self.flush(&mut gathered);
                gathered.list = false;
            } else if let Some(heading) = heading(bare) {
                self.flush(&mut gathered);
                self.heading(&unlinked(heading));
            } else if let Some((mark, rest)) = item(bare) {
                self.flush(&mut gathered);
                let depth = line.len() - bare.len();
                gathered.start(&format!("{}{mark} ", " ".repeat(depth)), rest);
            } else {
                gathered.add(bare.strip_prefix("> ").unwrap_or(bare));
            }
        }
        self.flush(&mut gathered);
    }

    /// The text, one line end at its end.
    pub(crate) fn finish(self) -> String {
        let mut text = self.text;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// An empty line, unless there is one or the page is empty.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn flush(&mut self, gathered: &mut Gathered) {
        if gathered.text.is_empty() {
            return;
        }
        let is_item = !gathered.mark.is_empty();
        if !(is_item && gathered.list) {
            self.gap();
        }
        let rest = " ".repeat(gathered.mark.chars().count());
        wrap(&mut self.text, &unlinked(&gathered.text), &gathered.mark, &rest);
        gathered.list = is_item;
        gathered.text.clear();
        gathered.mark.clear();
    }
}

/// A paragraph or item that is being put together from its lines.
#[derive(Default)]
struct Gathered {
    mark: String,
    text: String,
    /// Whether the last thing written was an item.
    list: bool,
}

impl Gathered {
    fn start(&mut self, mark: &str, text: &str) {
        mark.clone_into(&mut self.mark);
        text.clone_into(&mut self.text);
    }

    fn add(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }
}

fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    (rest.len() < line.len() && rest.starts_with(' ')).then(|| rest.trim())
}

fn item(line: &str) -> Option<(&str, &str)> {
    let (mark, rest) = line.split_once(' ')?;
    let numbered = mark.strip_suffix('.').is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()));
    (matches!(mark, "-" | "*" | "+") || (numbered && mark.len() > 1)).then(|| (mark, rest.trim_start()))
}

/// `[text](address)` becomes `text (address)`, `<address>` the address; emphasis loses its marks. Code spans stay.
fn unlinked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if letter == '`'
            && let Some(end) = rest[1..].find('`')
        {
            out.push_str(&rest[..end + 2]);
            rest = &rest[end + 2..];
        } else if letter == '['
            && let Some((name, after)) = rest[1..].split_once("](")
            && !name.contains(['[', ']'])
            && let Some((address, after)) = after.split_once(')')
        {
            out.push_str(name);
            if name != address {
                let _ = write!(out, " ({address})");
            }
            rest = after;
        } else if letter == '<'
            && let Some((address, after)) = rest[1..].split_once('>')
            && address.starts_with("http")
        {
            out.push_str(address);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("**") {
            rest = after;
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_wrapped_and_code_is_not() {
        let mut page = Page::default();
        page.markdown(&format!("{}\n\n```python\nif a:\n    b({})\n```\n", "word ".repeat(40), "x".repeat(120)));
        let text = page.finish();
        assert!(text.lines().all(|line| line.len() <= 100 || line.contains("xxx")), "{text}");
        assert!(text.contains("\n\n    if a:\n        b(xxx"), "{text}");
    }

    #[test]
    fn a_list_stays_together_and_hangs() {
        let mut page = Page::default();
        page.markdown("Before:\n- one\n  and more\n- two\n\nAfter.\n\n1. first\n2. second");
        assert_eq!(page.finish(), "Before:\n\n- one and more\n- two\n\nAfter.\n\n1. first\n2. second\n");
    }

    #[test]
    fn links_show_their_address_and_code_keeps_its_brackets() {
        assert_eq!(
            unlinked("see [the page](https://a.b) or <https://c.d>"),
            "see the page (https://a.b) or https://c.d"
        );
        assert_eq!(unlinked("`a[0](b)` is **not** a link"), "`a[0](b)` is not a link");
    }
}
