//! Names made comparable: takes a name as somebody wrote it and gives its folded form (case, quotes and spacing do not
//! count) and its words (stems, without the small ones), so that "Neutralising scripts" meets "neutralization of
//! script".

/// Words that say nothing about which weakness is meant.
const SMALL: [&str; 35] = [
    "a", "aka", "an", "and", "are", "as", "at", "be", "being", "but", "by", "during", "for", "from", "in", "into",
    "is", "it", "its", "of", "on", "or", "that", "the", "through", "to", "use", "used", "using", "via", "when",
    "where", "which", "with", "within",
];

/// The name without case, quotes, and differences of spacing; a hyphen counts as a space.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '\'' | '"' | '`' | '´' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '*' => {}
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '_' => push_space(&mut folded),
            '&' => {
                push_space(&mut folded);
                folded.push_str("and ");
            }
            _ if letter.is_whitespace() => push_space(&mut folded),
            _ => folded.extend(letter.to_lowercase()),
        }
    }
    folded.trim_matches([' ', '.', ',', ':', ';']).to_owned()
}

fn push_space(folded: &mut String) {
    if !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// The words of a folded name in order, small ones left out, each reduced to its stem.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = String> {
    tokens(folded).map(stem)
}

/// The words of a folded name in order as they are written, small ones left out.
pub(crate) fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty() && !SMALL.contains(word))
}

/// The words that a name writes with one hyphen: the stem that they would have as one word, and the stems of both parts.
pub(crate) fn hyphenated(name: &str) -> impl Iterator<Item = (String, [String; 2])> {
    name.split(|letter: char| !letter.is_alphanumeric() && letter != '-').filter_map(|word| {
        let (head, tail) = word.split_once('-').filter(|(_, tail)| !tail.contains('-'))?;
        let [head, tail] = [head, tail].map(|part| words(&fold(part)).next());
        Some((stem(&fold(word).replace(' ', "")), [head?, tail?]))
    })
}

/// The pieces of a claim that each may be a name: the part before parentheses, the part in them, alternatives at " / ".
pub(crate) fn pieces(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(['(', ')', '[', ']'])
        .flat_map(|piece| piece.split(" / "))
        .flat_map(|piece| piece.split(" aka "))
        .map(|piece| piece.trim_matches([' ', ',', ':', ';', '/']))
        .map(|piece| piece.strip_prefix("aka ").unwrap_or(piece))
        .filter(|piece| !piece.is_empty())
}

/// A rough stem: endings that do not change what a word is about are cut, so that "logs" meets "logging".
fn stem(word: &str) -> String {
    /// Longer endings stand before those that they end in.
    const ENDINGS: [&str; 19] = [
        "izations", "ization", "izing", "ized", "izes", "ize", "ations", "ation", "ating", "ated", "ates", "ate",
        "ions", "ion", "ing", "ical", "ure", "ed", "ic",
    ];
    let mut stem = word.to_owned();
    if word.contains("isation") || word.contains("ising") {
        stem = word.replace("isation", "ization").replace("ising", "izing");
    }
    if let Some(short) = stem.strip_suffix("ies").filter(|short| short.len() > 2) {
        stem = format!("{short}y");
    } else if let Some(short) = stem.strip_suffix('s').filter(|short| short.len() > 2 && !short.ends_with(['s', 'u'])) {
        stem.truncate(short.len());
    }
    let cut = ENDINGS.iter().find_map(|ending| stem.strip_suffix(ending).filter(|short| short.len() > 3));
    if let Some(short) = cut {
        stem.truncate(short.len());
        let mut ends = stem.chars().rev();
        if let (Some(last), Some(before)) = (ends.next(), ends.next())
            && last == before
            && last != 's'
        {
            stem.truncate(stem.len() - last.len_utf8());
        }
    }
    if let Some(short) = stem.strip_suffix(['e', 'y']).filter(|short| short.len() > 2) {
        stem.truncate(short.len());
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_quotes_and_spacing_do_not_count() {
        assert_eq!(
            fold("  Improper “Neutralization”  ('SQL\u{a0}Injection'). "),
            "improper neutralization (sql injection)"
        );
        assert_eq!(fold("Cross–Site Scripting"), fold("cross site  scripting"));
        assert_eq!(fold("Logging & Monitoring"), "logging and monitoring");
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [
            ("logging", "logs"),
            ("debugging", "debug"),
            ("permissions", "permission"),
            ("validation", "validate"),
            ("deserialization", "deserialized"),
            ("neutralisation", "neutralization"),
            ("cryptographic", "cryptography"),
            ("encrypted", "encryption"),
            ("exposure", "exposed"),
            ("queries", "query"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_ne!(stem("authentication"), stem("authorization"));
        assert_eq!(stem("access"), "access");
    }

    #[test]
    fn small_words_do_not_count() {
        assert_eq!(words("use of a broken or risky algorithm").collect::<Vec<_>>(), ["broken", "risk", "algorithm"]);
    }

    #[test]
    fn a_claim_falls_into_its_pieces() {
        assert_eq!(pieces("sql injection (aka sqli / sql)").collect::<Vec<_>>(), ["sql injection", "sqli", "sql"]);
    }
}
