//! APIs that advice names and that do not exist, or are of another language.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use review::Language;
use serde::Deserialize;

use super::named::{all, code_in, dotted, names};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    language: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    apis: Vec<String>,
}

static ELSEWHERE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    toml::from_str::<Table>(include_str!("elsewhere.toml")).map(|table| table.language).unwrap_or_default()
});

/// Why an API that advice names cannot be used there, a sentence: its module has no such name, or it is of another language.
/// `file` is the text of the file that the advice is for.
pub(super) fn missing(language: Language, advice: &str, offered: &str, file: &str) -> Option<String> {
    lacking(language, advice, offered, file).or_else(|| of_another_language(language, advice, offered, file))
}

/// A name that a module of the language's own library does not have.
fn lacking(language: Language, advice: &str, offered: &str, file: &str) -> Option<String> {
    let own = language.imported(offered);
    let imported: Vec<_> = own.iter().cloned().chain(language.imported(file)).collect();
    let code = code_in(advice);
    let words = all(file);
    let resolved = |name: &str, is_prose: bool| -> Option<String> {
        let (first, rest) = name.split_once('.')?;
        match imported.iter().find(|one| one.local == first) {
            Some(one) => Some(format!("{}.{rest}", one.path)),
            // In prose a module is named as it is; where the file calls something of its own so, it is that.
            None if is_prose && !words.contains(first) => Some(name.to_owned()),
            None => None,
        }
    };
    let in_code = dotted(offered).into_iter().filter_map(|name| resolved(name, false));
    let in_prose = dotted(&code).into_iter().filter_map(|name| resolved(name, true));
    let paths = own.iter().map(|one| one.path.clone()).chain(in_code).chain(in_prose);
    let lacking = paths.into_iter().find_map(|path| language.lacking(&path))?;
    Some(format!("`{}` of {} has no `{}`.", lacking.module, language.name(), lacking.name))
}

/// An API that only another language has.
fn of_another_language(language: Language, advice: &str, offered: &str, file: &str) -> Option<String> {
    let mut named: BTreeSet<String> = names(offered);
    named.extend(all(advice).into_iter().map(str::to_owned));
    let own = all(file);
    let others = ELSEWHERE.iter().filter(|row| row.name != language.name());
    let (row, api) = others
        .flat_map(|row| row.apis.iter().map(move |api| (row, api)))
        .find(|(_, api)| named.contains(api.as_str()) && !own.contains(api.as_str()))?;
    Some(format!("`{api}` is of {}, and the file is in {}.", row.name, language.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_module_lacks_is_told() {
        let said = |advice: &str, offered: &str, file: &str| missing(Language::Python, advice, offered, file);
        let file = "import hashlib\n\ndigest = hashlib.md5(text).hexdigest()\n";
        assert_eq!(said("", "digest = hashlib.sha256(text).hexdigest()", file), None);
        assert_eq!(
            said("", "digest = hashlib.secure(text).hexdigest()", file).as_deref(),
            Some("`hashlib` of Python has no `secure`.")
        );
        assert_eq!(
            said("Use secrets.secure_token() instead.", "", file).as_deref(),
            Some("`secrets` of Python has no `secure_token`.")
        );
        assert_eq!(said("Use secrets.token_hex() instead.", "", file), None);
        assert_eq!(said("Call email.checked() first.", "", "def send(email): ...\n"), None, "a name of the file's own");
        assert_eq!(
            said("", "from html import sanitize\nreturn sanitize(name)", file).as_deref(),
            Some("`html` of Python has no `sanitize`.")
        );
        assert_eq!(said("", "digest = crypt.secure(text)", file), None, "nobody says that it is a module");
    }

    #[test]
    fn other_languages_are_told() {
        let said = |advice: &str| missing(Language::Python, advice, "", "import sqlite3\n");
        assert_eq!(
            said("Use a PreparedStatement for it.").as_deref(),
            Some("`PreparedStatement` is of Java, and the file is in Python.")
        );
        assert_eq!(said("Use a prepared statement for it."), None);
    }

    #[test]
    fn every_row_is_of_one_language() {
        let table: Table = toml::from_str(include_str!("elsewhere.toml")).unwrap();
        assert_eq!(ELSEWHERE.len(), table.language.len());
        let mut seen = BTreeSet::new();
        for row in &table.language {
            for api in &row.apis {
                assert!(seen.insert(api.clone()), "{api} stands twice");
                let text = format!("Use {api} there.");
                let said = missing(Language::Python, &text, "", "");
                assert_eq!(said.is_some(), row.name != "Python", "{api}: {said:?}");
            }
        }
    }
}
