//! The lines of a page, each with what it is: prose, a heading, a fence, or code between fences.

/// What a line of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Prose, or an empty line.
    Prose,
    /// A heading: its level and its words.
    Heading(usize, &'a str),
    /// The fence that opens a block, with the block's tag.
    Open(&'a str),
    /// The fence that closes one.
    Close,
    /// A line of code.
    Code,
}

/// A line of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub(super) number: u32,
    /// Where it begins.
    pub(super) start: usize,
    /// Where the next begins.
    pub(super) end: usize,
    /// Without the end of line.
    pub(super) text: &'a str,
    pub(super) part: Part<'a>,
}

/// The lines of a page.
pub(super) fn lines(page: &str) -> impl Iterator<Item = Line<'_>> {
    let mut fence: Option<(char, usize)> = None;
    let mut start = 0;
    page.split_inclusive('\n').zip(1..).map(move |(whole, number)| {
        let text = whole.trim_end_matches(['\n', '\r']);
        let part = match (fence, fence_of(text)) {
            (None, Some((mark, length, tag))) => {
                fence = Some((mark, length));
                Part::Open(tag)
            }
            (Some((open, least)), Some((mark, length, ""))) if mark == open && length >= least => {
                fence = None;
                Part::Close
            }
            (Some(_), _) => Part::Code,
            (None, None) => heading(text).unwrap_or(Part::Prose),
        };
        let line = Line { number, start, end: start + whole.len(), text, part };
        start = line.end;
        line
    })
}

/// The fence's character, its length and the tag after it.
fn fence_of(text: &str) -> Option<(char, usize, &str)> {
    let mark = text.trim_start();
    let first = mark.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let tag = mark.trim_start_matches(first);
    let length = mark.len() - tag.len();
    (length >= 3 && text.len() - mark.len() <= 3 && !tag.contains('`')).then(|| (first, length, tag.trim()))
}

fn heading(text: &str) -> Option<Part<'_>> {
    let words = text.trim_start_matches('#');
    let level = text.len() - words.len();
    ((1..=6).contains(&level) && words.starts_with(' ')).then(|| Part::Heading(level, words.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_heading_in_code_is_code() {
        let parts: Vec<Part<'_>> = lines("# A\n\n```python\n# B\n```\r\n## C\n").map(|line| line.part).collect();
        assert_eq!(
            parts,
            [Part::Heading(1, "A"), Part::Prose, Part::Open("python"), Part::Code, Part::Close, Part::Heading(2, "C")]
        );
    }

    #[test]
    fn a_longer_fence_holds_shorter_ones() {
        let parts: Vec<Part<'_>> = lines("````md\n```\n```\n````\n~~~\n```\n~~~").map(|line| line.part).collect();
        assert_eq!(
            parts,
            [Part::Open("md"), Part::Code, Part::Code, Part::Close, Part::Open(""), Part::Code, Part::Close]
        );
    }
}
