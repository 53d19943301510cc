//! What is said when the program itself goes wrong: the place in the program and its version, and never the data it
//! was working on, so that the text can be sent to strangers as it is. A review goes on where it can, and names what it
//! left out.

use std::io::Write as _;
use std::panic::{self, Location};
use std::sync::Once;

/// Replaces the hook that would print the panic's message, which may quote the reviewed code.
pub(crate) fn install() {
    panic::set_hook(Box::new(|info| {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            // With standard error closed there is nobody to tell.
            let _ = std::io::stderr().write_all(words(info.location()).as_bytes());
        });
    }));
}

/// Says that the program could not go on, and what to do.
pub(crate) fn give_up() {
    // With standard error closed there is nobody to tell.
    let _ = std::io::stderr().write_all(LAST_WORDS.as_bytes());
}

/// What was written before this is no review: reports are written whole, at the end.
const LAST_WORDS: &str = "\
error: flawline could not go on, and there is no review
  tip: review the project in parts, a few of its folders or files at a time: `flawline review --root . src/one src/two`
";

fn words(place: Option<&Location<'_>>) -> String {
    let place = place.map_or_else(
        || "an unknown place".to_owned(),
        |place| format!("{}:{}:{}", inside(&place.file().replace('\\', "/")), place.line(), place.column()),
    );
    format!(
        "\nerror: flawline {} has made an error at {place}\n  \
         This is not an error of the reviewed code. The review goes on where it can, and is not complete.\n  \
         tip: report it at {}/issues with the line above and, if you may share it, the smallest file that shows it\n",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    )
}

/// The path without the folders of the machine that the program was built on.
fn inside(path: &str) -> &str {
    let after = |mark: &str| path.rfind(mark).map(|at| &path[at..]);
    if let Some(rest) = after("/registry/src/") {
        return rest.splitn(5, '/').last().unwrap_or(rest);
    }
    after("/library/").or_else(|| after("/crates/")).map_or(path, |rest| &rest[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_tells_place_and_version_and_how_to_report_it() {
        let words = words(Some(Location::caller()));
        assert!(words.contains("crates/flawline/src/crash.rs:"), "{words}");
        assert!(words.contains(env!("CARGO_PKG_VERSION")), "{words}");
        assert!(words.contains("/issues"), "{words}");
    }

    #[test]
    fn the_last_words_say_that_there_is_no_review_and_what_to_do() {
        assert!(LAST_WORDS.contains("there is no review"));
        assert!(LAST_WORDS.contains("tip: review the project in parts"));
    }

    #[test]
    fn the_builder_s_folders_are_not_told() {
        let registry = "/home/me/.cargo/registry/src/mirror-1949cf8c6b5b557f/toml-1.2.1/src/de.rs";
        assert_eq!(inside(registry), "toml-1.2.1/src/de.rs");
        assert_eq!(inside("/rustc/0123/library/core/src/str/mod.rs"), "library/core/src/str/mod.rs");
        assert_eq!(inside("/home/me/flawline/crates/ir/src/span.rs"), "crates/ir/src/span.rs");
        assert_eq!(inside("crates/ir/src/span.rs"), "crates/ir/src/span.rs");
    }
}
