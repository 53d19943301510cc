//! Plain text in lines of bounded width: takes paragraphs and labelled lists and gives one string.

/// Wide enough for most names, narrow enough for most terminals.
const WIDTH: usize = 100;
/// Where the text beside a label begins.
const LABEL: usize = 18;

/// A text that grows from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Page(String);

impl Page {
    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.wrapped(text, "", "");
    }

    /// Adds an empty line, unless there is one or the page is empty.
    pub(super) fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    /// Adds items beside a label, each from a new line on; nothing when there are none.
    pub(super) fn list(&mut self, label: &str, items: &[String]) {
        for (at, item) in items.iter().enumerate() {
            let first = format!("{:<LABEL$}", if at == 0 { label } else { "" });
            // What does not fit stands a little further in, so that the items stay apart.
            self.wrapped(item, &first, &" ".repeat(LABEL + 2));
        }
    }

    /// Adds items beside a label, one after the other.
    pub(super) fn line(&mut self, label: &str, items: &[String]) {
        if !items.is_empty() {
            self.wrapped(&items.join(", "), &format!("{label:<LABEL$}"), &" ".repeat(LABEL));
        }
    }

    /// Adds a line that stands `depth` steps to the right.
    pub(super) fn step(&mut self, depth: usize, mark: &str, text: &str) {
        let indent = "  ".repeat(depth);
        let first = format!("{indent}{mark}");
        let rest = " ".repeat(indent.len() + mark.chars().count() + 4);
        self.wrapped(text, &first, &rest);
    }

    /// The text so far.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        let mut line = first.to_owned();
        let mut fresh = true;
        for word in text.split_whitespace() {
            if !fresh && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.push(&line);
                rest.clone_into(&mut line);
                fresh = true;
            }
            if !fresh {
                line.push(' ');
            }
            line.push_str(word);
            fresh = false;
        }
        self.push(&line);
    }

    fn push(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }
}
