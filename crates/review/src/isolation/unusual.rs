//! Whether a text is one that no ordinary program has: by its size, its longest line and how deep its brackets stand. One pass
//! over the bytes that knows no language; brackets in texts and comments count, which makes no ordinary file unusual.

/// Larger files are unusual.
const BYTES: usize = 512 * 1024;
/// Longer lines are.
const LINE: usize = 16 * 1024;
/// And files in which more brackets than that are open at once.
const DEPTH: u32 = 48;

pub(super) fn is_unusual(text: &str) -> bool {
    if text.len() > BYTES {
        return true;
    }
    let (mut depth, mut line_start) = (0_u32, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                if depth > DEPTH {
                    return true;
                }
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' => {
                if at - line_start > LINE {
                    return true;
                }
                line_start = at;
            }
            _ => {}
        }
    }
    text.len() - line_start > LINE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_lines_and_brackets_make_a_file_unusual() {
        assert!(!is_unusual("total = sum([len(x) for x in (a, b)])\n"));
        assert!(!is_unusual(&"x = 1\n".repeat(10_000)));
        assert!(is_unusual(&"x = 1\n".repeat(100_000)));
        assert!(is_unusual(&format!("x = {}", "1+".repeat(10_000))));
        assert!(is_unusual(&format!("x = {}1{}", "(".repeat(60), ")".repeat(60))));
        assert!(!is_unusual(&"f(x)\n".repeat(1_000)));
    }
}
