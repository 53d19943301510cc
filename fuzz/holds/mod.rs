//! What holds whatever is given: each function takes any bytes, and panics when something does not hold.
//!
//! The targets in `../targets` give them what a fuzzer makes up; the test `mutations` of `flawline-mdtest` gives them
//! damaged pages, without a fuzzer. Python and templates want a thread with 64 MiB of stack.

mod codec;
mod data;
mod knowledge;
mod modules;
mod orders;
mod pattern;
mod reviews;

pub use codec::codec;
pub use data::data;
pub use knowledge::knowledge;
pub use orders::orders;
pub use pattern::pattern;
pub use reviews::{Reviewing, review};

use frontends::Language;
use ir::SourceFile;

/// Python: whatever the text, it becomes a module that holds together.
pub fn python(bytes: &[u8]) {
    lowered(bytes, Language::Python, "app.py", "app");
}

/// The same of templates.
pub fn template(bytes: &[u8]) {
    lowered(bytes, Language::Template, "page.html", "page.html");
}

fn lowered(bytes: &[u8], language: Language, path: &str, module: &str) {
    let file = SourceFile::new(path, String::from_utf8_lossy(bytes).into_owned());
    let module = frontends::lower(&file, language, module, false);
    modules::assert_holds_together(&module, &file.text);
}

/// Files of configuration: the same, in each format.
pub fn configuration(bytes: &[u8]) {
    for path in
        [".env", "a.json", "a.toml", "a.yaml", "a.ini", "a.properties", "a.sh", "Dockerfile", "a.pem", "a.ipynb"]
    {
        lowered(bytes, Language::Configuration, path, path);
    }
}

/// Notebooks: their code becomes a module that holds together, whose places are places of the file; or it is said why not.
pub fn notebook(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    match frontends::notebook("app.ipynb", text) {
        frontends::Notebook::Code(file) => {
            let module = frontends::lower(&file, Language::Notebook, "app", false);
            modules::assert_holds_together(&module, &file.text);
            for span in module.functions.iter().flat_map(|function| &function.spans) {
                let (whole, span) = file.written(*span);
                let part = whole.text.get(span.start as usize..span.end as usize);
                assert!(part.is_some(), "a place is outside of the file\n{}", whole.text);
            }
        }
        frontends::Notebook::Foreign => {}
        frontends::Notebook::Broken(what, _) => assert!(!what.is_empty(), "it is not said what is wrong"),
    }
}
