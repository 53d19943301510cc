//! Programs whose values may come from very many places, for whatever asks where something stands.

use crate::charges::each;
use crate::run::{finish, program};
use crate::tree::{one, tree};

/// `with` in `with` in a loop, of which each may end in an exception: what is open then is one of all that was open before.
#[test]
fn questions_about_a_line_end_where_values_have_many_alternatives() {
    let opened = each(12, |depth| format!("{}with self.a{depth} as name:\n", "    ".repeat(depth + 2)));
    let indent = "    ".repeat(14);
    let source = format!(
        "import os\n\ndef told(self, name):\n    try:\n{opened}{indent}for text in name.texts:\n\
         {indent}    if text:\n{indent}        os.system(text)\n    except OSError:\n        raise\n"
    );
    let folder = tree(&one(source));
    let mut command = program();
    command.current_dir(folder.path()).args(["why-not", "app.py:19", "--no-config"]);
    let ran = finish(&mut command);
    assert_eq!(ran.complaint(), None);
    assert!(ran.text().contains("os.system"), "{}", ran.text());
}
