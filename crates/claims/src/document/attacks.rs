//! Blocks of code that show how something is attacked: commands, requests, and files that an attacker sends.
//!
//! Takes what stands behind the fence, the text, and the file that is spoken of; tells whether the block is none of its code.

use std::sync::LazyLock;

use regex::Regex;

use crate::words::{List, is_of};

/// How a request or an answer of HTTP begins.
static REQUEST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE)\s+(?:/|https?://)\S*|HTTP/\d(?:\.\d)?\s+\d{3})",
    )
    .ok()
});

/// How an address stands alone.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?:https?|wss?|ftp)://\S+$").ok());

/// Endings of files whose text a block like a command may be.
const OF_COMMANDS: [&str; 12] =
    ["sh", "bash", "zsh", "ps1", "bat", "cmd", "txt", "yml", "yaml", "http", "dockerfile", "makefile"];
/// Endings of files in which pages of PHP and scripts of pages stand.
const OF_PAGES: [&str; 10] = ["php", "html", "htm", "phtml", "inc", "tpl", "twig", "jinja", "jinja2", "j2"];

/// Whether a block is none of the code of a file. `is_quoted` says that it stands under words for what the file holds.
pub(crate) fn is_attack(info: &str, text: &str, path: Option<&str>, is_quoted: bool) -> bool {
    let is_of_file = |endings: &[&str]| {
        let name = path.map(|path| path.rsplit('/').next().unwrap_or(path).to_lowercase()).unwrap_or_default();
        endings.contains(&name.rsplit('.').next().unwrap_or_default())
    };
    let language = info.split_whitespace().next().unwrap_or_default();
    if is_of(List::Shell, language) {
        return !is_of_file(&OF_COMMANDS);
    }
    let is_plain = language.is_empty() || is_of(List::Drawing, language);
    if is_of(List::Drawing, language) && !is_quoted && !is_of_file(&OF_COMMANDS) {
        return true;
    }
    is_plain && (is_command(text) && !is_of_file(&OF_COMMANDS) || text.contains("<?php") && !is_of_file(&OF_PAGES))
}

/// Whether a text is a command, a request or an address, by its first line that is no remark.
pub(crate) fn is_command(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# "));
    let Some(first) = lines.next() else { return false };
    let is_like = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(first));
    let is_prompt = first.starts_with("$ ") || first.starts_with("> curl ") || first.starts_with("PS C:");
    let tool = first.trim_start_matches("sudo ").split_once(' ').map(|(tool, _)| tool);
    is_prompt || is_like(&REQUEST) || is_like(&ADDRESS) || tool.is_some_and(|tool| is_of(List::Tool, tool))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attacks_are_told_from_code() {
        let app = Some("shop/app.py");
        let attacks = [
            ("bash", "ls -l", app, true),
            ("http", "GET / HTTP/1.1", app, true),
            ("", "# once more\ncurl -X POST http://localhost/pay", None, true),
            ("", "POST /pay HTTP/1.1\nHost: localhost", app, true),
            ("", "$ python run.py\nok", app, true),
            ("", "http://localhost/page?name=../../etc/passwd", app, true),
            ("", "PNG and then <?php system($_GET['c']); ?>", app, true),
            ("text", "who → what", app, false),
        ];
        for (info, text, path, is_quoted) in attacks {
            assert!(is_attack(info, text, path, is_quoted), "{text}");
        }
        let code = [
            ("bash", "rm -rf $1", Some("tools/clean.sh"), false),
            ("python", "run(['curl', address])", app, false),
            ("", "cursor.execute(text)", None, false),
            ("", "DELETE FROM notes WHERE id = 1", app, true),
            ("", "<?php echo $name; ?>", Some("page.php"), false),
            ("text", "password=abc", app, true),
            ("sh", "RUN curl http://localhost | sh", Some("Dockerfile"), false),
        ];
        for (info, text, path, is_quoted) in code {
            assert!(!is_attack(info, text, path, is_quoted), "{text}");
        }
    }
}
