//! Names in code that a finding speaks of and that are not there.

use claims::Claimed;

use crate::code::Code;
use crate::limits;
use crate::places::Placed;

/// Bits of code that a finding names and that stand nowhere.
pub(crate) fn unknown_symbols(code: &Code<'_>, claimed: &Claimed, placed: &[Placed]) -> Vec<String> {
    let files: Vec<usize> = placed.iter().filter_map(|place| place.file).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let is_name = |symbol: &str| {
        let bare = symbol.trim_end_matches("()");
        bare.len() > 2
            && !is_no_code(bare)
            && bare.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
    };
    let stands = |symbol: &str| {
        let last = symbol.trim_end_matches("()").rsplit('.').next().unwrap_or(symbol);
        files.iter().any(|&file| code.files[file].sought.as_ref().is_none_or(|sought| sought.holds(last)))
            || code.telling().has_name(last)
    };
    claimed.symbols.iter().filter(|symbol| is_name(symbol) && !stands(symbol)).take(limits::SYMBOLS).cloned().collect()
}

/// Whether something that is set as code is a commit, a key of a keyboard, a number or the name of a file that somebody may send.
fn is_no_code(text: &str) -> bool {
    const KEYS: [&str; 10] = ["ctrl", "alt", "tab", "esc", "enter", "shift", "cmd", "delete", "space", "escape"];
    const SENT: [&str; 16] = [
        "jpg", "jpeg", "png", "gif", "svg", "exe", "php", "jsp", "docx", "xlsx", "pdf", "zip", "txt", "html", "bak",
        "csv",
    ];
    let is_sent = text.rsplit_once('.').is_some_and(|(_, ending)| SENT.contains(&ending.to_lowercase().as_str()));
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    let is_number = text.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    let is_commit = has_digit
        && (7..=40).contains(&text.len())
        && text.chars().all(|letter| matches!(letter, '0'..='9' | 'a'..='f'));
    let is_function_key =
        text.strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok_and(|number| number <= 24));
    is_sent || is_number || is_commit || is_function_key || KEYS.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    #[test]
    fn commits_keys_and_numbers_are_no_code() {
        for text in
            ["e57a2c9", "0123456789abcdef0123456789abcdef01234567", "F12", "Ctrl", "1000", "3.14", "evil.php.jpg"]
        {
            assert!(super::is_no_code(text), "{text}");
        }
        for text in ["decade", "facade1x", "md5", "Form", "F12x", "delete_all"] {
            assert!(!super::is_no_code(text), "{text}");
        }
    }
}
