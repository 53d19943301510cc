//! Reads a text as a shell does, as far as that tells which commands stand in it. Takes a text; gives the words of each command:
//! without quotes, without what a shell itself understands (`then`, `do`, values for names), without `sudo` and the like. What
//! is put in when the command runs stays as it is written.

/// Longer texts are not read, in bytes.
const LONGEST: usize = 1 << 16;
/// How many commands of a text are given.
const COMMANDS: usize = 2_000;
/// Words before a command that are none of it.
const BEFORE: &[&str] = &[
    "if", "then", "elif", "else", "while", "until", "do", "!", "{", "}", "exec", "time", "nohup", "sudo", "command",
    "builtin", "env",
];

/// The commands of a text, each as its words.
pub(crate) fn commands(text: &str) -> Vec<Vec<String>> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut reader = Reader::default();
    let mut letters = text.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => reader.push(letter),
            (_, '\\') => match letters.next() {
                Some('\n') | None => {}
                Some(next) => reader.push(next),
            },
            (None, '\'' | '"') => {
                quote = Some(letter);
                reader.begin();
            }
            // What stands in `$(…)` is a command of its own.
            (_, '$') if letters.peek() == Some(&'(') => {
                letters.next();
                reader.end_command();
                quote = None;
            }
            (_, '`') | (None, '\n' | ';' | '|' | '&' | '(' | ')') => reader.end_command(),
            (Some(_), _) => reader.push(letter),
            (None, '#') if reader.word.is_none() => {
                while letters.peek().is_some_and(|next| *next != '\n') {
                    letters.next();
                }
            }
            (None, letter) if letter.is_whitespace() => reader.end_word(),
            (None, '>' | '<') => {
                reader.end_word();
                reader.push(letter);
                reader.end_word();
            }
            (None, letter) => reader.push(letter),
        }
    }
    reader.end_command();
    reader.commands
}

#[derive(Default)]
struct Reader {
    commands: Vec<Vec<String>>,
    words: Vec<String>,
    word: Option<String>,
}

impl Reader {
    fn begin(&mut self) {
        self.word.get_or_insert_default();
    }

    fn push(&mut self, letter: char) {
        self.word.get_or_insert_default().push(letter);
    }

    fn end_word(&mut self) {
        if let Some(word) = self.word.take() {
            let is_before = self.words.is_empty() && (BEFORE.contains(&word.as_str()) || is_assignment(&word));
            if !is_before {
                self.words.push(word);
            }
        }
    }

    fn end_command(&mut self) {
        self.end_word();
        let words = std::mem::take(&mut self.words);
        if !words.is_empty() && self.commands.len() < COMMANDS {
            self.commands.push(words);
        }
    }
}

/// Whether a word gives a name its value, as it may stand before a command.
fn is_assignment(word: &str) -> bool {
    let Some((name, _)) = word.split_once('=') else { return false };
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::commands;

    fn joined(text: &str) -> Vec<String> {
        commands(text).iter().map(|words| words.join("|")).collect()
    }

    #[test]
    fn commands_end_where_a_shell_ends_them() {
        let text = "cd /srv && mkdir -p a; ls | wc -l &\nif [ -f x ]; then\n  sudo rm x\nfi";
        assert_eq!(joined(text), ["cd|/srv", "mkdir|-p|a", "ls", "wc|-l", "[|-f|x|]", "rm|x", "fi"]);
    }

    #[test]
    fn quotes_keep_words_together_and_comments_are_none() {
        assert_eq!(joined("echo 'a; b' \"c d\" # e; f\nA=1 B=2 run \\\n now"), ["echo|a; b|c d", "run|now"]);
        assert_eq!(joined("x=$(mktemp -d) > /tmp/y"), ["mktemp|-d", ">|/tmp/y"]);
        assert_eq!(joined("echo \"`date`\" 2>/dev/null"), ["echo|", "date", "2|>|/dev/null"]);
    }
}
