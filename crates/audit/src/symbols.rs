//! Names in code that a finding speaks of and that are not there.

use claims::Claimed;

use crate::code::Code;
use crate::limits;
use crate::places::Placed;

/// Bits of code that a finding names and that stand in none of its files.
pub(crate) fn unknown_symbols(code: &Code<'_>, claimed: &Claimed, placed: &[Placed]) -> Vec<String> {
    let files: Vec<usize> = placed.iter().filter_map(|place| place.file).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let is_name = |symbol: &str| {
        let bare = symbol.trim_end_matches("()");
        bare.len() > 2 && bare.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
    };
    let stands = |symbol: &str| {
        let last = symbol.trim_end_matches("()").rsplit('.').next().unwrap_or(symbol);
        files.iter().any(|&file| code.files[file].sought.as_ref().is_none_or(|sought| sought.holds(last)))
    };
    claimed.symbols.iter().filter(|symbol| is_name(symbol) && !stands(symbol)).take(limits::SYMBOLS).cloned().collect()
}
