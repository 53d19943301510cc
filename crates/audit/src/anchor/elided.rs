//! Quotes that leave something out within a line: `parser.add_argument("--name", ..., help="…")`.

/// Signs of what is left out.
const SIGNS: [&str; 2] = ["...", "…"];
/// Fewer letters than these, in all parts, stand everywhere.
const SHORTEST: usize = 12;
/// So many letters may be left out at one place.
const LEFT_OUT: usize = 400;
/// So many places are tried at which the first part stands.
const PLACES: usize = 64;

/// Where the parts of a quote stand one after another in a text, first and last byte; both are without white space.
pub(super) fn elided(text: &str, quote: &str) -> Vec<(usize, usize)> {
    let Some(sign) = SIGNS.into_iter().find(|sign| quote.contains(sign)) else { return Vec::new() };
    // What is quoted may go on behind its end.
    let quote = quote.trim_end_matches([')', ']', '}', ',', ';', '\\']);
    let parts: Vec<&str> =
        quote.split(sign).map(|part| part.trim_matches('.')).filter(|part| !part.is_empty()).collect();
    let [first, rest @ ..] = parts.as_slice() else { return Vec::new() };
    if rest.is_empty() && first.len() == quote.len() || parts.iter().map(|part| part.len()).sum::<usize>() < SHORTEST {
        return Vec::new();
    }
    let ends = |start: usize| -> Option<usize> {
        let mut at = start + first.len();
        for part in rest {
            let within = text.get(at..)?;
            let found = within.find(part).filter(|&found| found <= LEFT_OUT)?;
            at += found + part.len();
        }
        Some(at - 1)
    };
    let starts = text.match_indices(first).take(PLACES);
    starts.filter_map(|(start, _)| Some((start, ends(start)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_in_order() {
        let text = r#"parser.add_argument("--cookie",default=None,help="Whatyousend")st.text_input("Cookie",type="password",key=1)"#;
        let places = |quote: &str| elided(text, quote).len();
        assert_eq!(places(r#"parser.add_argument("--cookie",default=None,help="...")"#), 1);
        assert_eq!(places(r#"st.text_input(...,type="password")"#), 1);
        assert_eq!(places(r#"st.text_input(…,type="password")"#), 1);
        assert_eq!(places(r#"st.text_input(...,type="text")"#), 0);
        assert_eq!(places(r#"type="password"...st.text_input("#), 0);
        assert_eq!(places("..."), 0);
        assert_eq!(places("st...key"), 0);
        assert_eq!(places(r#"parser.add_argument("--cookie""#), 0);
    }
}
