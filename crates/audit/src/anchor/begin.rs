//! The line on which a function begins, by its name.
//!
//! Takes the lines of a file and a name, which may say its class; gives the line where exactly one function of that name begins.

/// Words that stand before the name of a function where it begins, in one language or another.
const BEGIN: [&str; 7] = ["def", "function", "func", "fn", "sub", "fun", "class"];
/// Words that stand before brackets and begin no method.
const OTHER: [&str; 9] = ["if", "for", "while", "switch", "return", "catch", "else", "new", "await"];

/// The line, from 1, on which the one function of a name begins: `pay`, or `Shop.pay`.
pub(super) fn beginning(lines: &[&str], name: &str) -> Option<u32> {
    let (class, name) = match name.rsplit_once('.') {
        Some((class, name)) => (Some(class.rsplit('.').next().unwrap_or(class)), name),
        None => (None, name),
    };
    let mut from = 0;
    if let Some(class) = class {
        // Of a module that is named instead of a class, the whole file counts.
        from = lines.iter().position(|line| begins(line, class)).unwrap_or(0);
    }
    let mut found = lines.iter().enumerate().skip(from).filter(|(_, line)| begins(line, name));
    let (at, _) = found.next()?;
    (from > 0 || found.next().is_none()).then_some(at as u32 + 1)
}

/// Whether a line begins something of a name.
fn begins(line: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    line.match_indices(name).any(|(at, _)| {
        let (before, behind) = (line[..at].trim_end(), line[at + name.len()..].trim_start());
        if line[..at].ends_with(is_part) || behind.starts_with(is_part) && !behind.starts_with("extends") {
            return false;
        }
        let word = before.rsplit(|letter: char| !is_part(letter)).next().unwrap_or_default();
        let is_begun = BEGIN.contains(&word) && behind.starts_with(['(', ':', '<', '{', 'e']);
        // `const pay = (x) =>`, and `public void pay(int x) {`.
        let is_given = matches!(word, "const" | "let" | "var") && behind.starts_with('=') && behind.contains("=>");
        let is_method = behind.starts_with('(')
            && line.trim_end().ends_with('{')
            && !before.ends_with(['.', '=', '(', ','])
            && !OTHER.contains(&word)
            && !OTHER.contains(&name);
        is_begun || is_given || is_method
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_found_where_it_begins() {
        let python = [
            "class Shop:",
            "    def pay(self):",
            "        pay(1)",
            "class Bank(Base):",
            "    def pay(self):",
            "async def send(x):",
        ];
        assert_eq!(beginning(&python, "send"), Some(6));
        assert_eq!(beginning(&python, "pay"), None);
        assert_eq!(beginning(&python, "Bank.pay"), Some(5));
        assert_eq!(beginning(&python, "sen"), None);
        let script =
            ["export const pay = (x) => {", "class A extends B {", "  send(x) {", "    this.send(x);", "    if (x) {"];
        assert_eq!(beginning(&script, "pay"), Some(1));
        assert_eq!(beginning(&script, "A.send"), Some(3));
        assert_eq!(beginning(&script, "if"), None);
        assert_eq!(beginning(&["    public void pay(int x) {"], "pay"), Some(1));
    }
}
