//! The words of which names and texts are made: `verifySignature`, `VERIFY_SIGNATURE` and `verify-signature` are the same
//! two.

/// How long a text of one word may be to be taken for a word of a language.
const LONGEST_WORD: usize = 12;
/// How long a text may be to name something.
const LONGEST_NAME: usize = 40;
/// How many digits a text may have that names something.
const DIGITS: usize = 3;

/// The words of a name, in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if (begins || !letter.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The words of a text that is made of words and nothing else, like the name of a variable; a number may end a word.
pub(super) fn identifier(text: &str) -> Option<Vec<String>> {
    if !names_something(text) {
        return None;
    }
    let words = words(text);
    let is_word = |word: &String| {
        let letters = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
        !letters.is_empty()
            && word.len() - letters.len() < DIGITS
            && letters.chars().all(|letter| letter.is_ascii_lowercase())
    };
    let length: usize = words.iter().map(String::len).sum();
    // Letters by chance fall into pieces.
    let are_words = words.iter().all(is_word) && length >= 3 * words.len();
    (are_words && (words.len() > 1 || length < LONGEST_WORD)).then_some(words)
}

/// Whether a text could name a thing: letters, marks that join words, a few digits.
pub(super) fn names_something(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.'))
        && text.chars().filter(char::is_ascii_digit).count() <= DIGITS
}

/// Whether a text is one word, of small or of capital letters.
pub(super) fn is_plain_word(text: &str) -> bool {
    let is_of = |fits: fn(&char) -> bool| text.chars().all(|letter| fits(&letter));
    text.len() < LONGEST_WORD && (is_of(char::is_ascii_lowercase) || is_of(char::is_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::{identifier, is_plain_word, names_something, words};

    #[test]
    fn names_are_taken_apart_however_they_are_joined() {
        for name in ["verifySignature", "VERIFY_SIGNATURE", "verify-signature", "VerifySignature", "_verify.signature_"]
        {
            assert_eq!(words(name), ["verify", "signature"], "{name}");
        }
        assert_eq!(words("MD5Hasher"), ["md5", "hasher"]);
        assert_eq!(words("HTTPSCert2"), ["https", "cert2"]);
        assert!(words("_").is_empty());
    }

    #[test]
    fn what_is_made_of_words_is_told_from_what_is_made_by_chance() {
        assert_eq!(identifier("push_secret"), Some(vec!["push".to_owned(), "secret".to_owned()]));
        assert!(identifier("oauth2_jwt_secret").is_some());
        assert!(identifier("counter").is_some());
        for text in ["Kestrel-2041", "aQbXcZdWeR", "b5d1c7e09a3f4e6288d0", "k9-Vbn27!tree", "qwertyuiopasdfgh", ""] {
            assert_eq!(identifier(text), None, "{text}");
        }
    }

    #[test]
    fn what_may_name_a_thing_has_few_digits_and_no_other_marks() {
        assert!(names_something("epv1Total") && names_something("bdc1_charge.power"));
        assert!(!names_something("Kestrel-2041") && !names_something("a b") && !names_something("9a"));
        assert!(
            is_plain_word("admin")
                && is_plain_word("ADMIN")
                && !is_plain_word("aDmin")
                && !is_plain_word("admin1")
                && !is_plain_word("correcthorsebattery")
        );
    }
}
