//! Programs whose values may come from very many places, for whatever asks where something stands.

use crate::charges::each;
use crate::run::{finish, program};
use crate::tree::{one, tree};

/// A loop that is left and gone on with from many places, in something that is closed at the end: what is closed there is one of all
/// that it was on each way, and so is each of these.
#[test]
fn questions_about_a_line_end_where_values_have_many_alternatives() {
    let branch = |at: usize| {
        format!(
            "            elif told.kind == {at}:\n                if store is None:\n                    continue\n\
             \x20               try:\n                    socket.send(told.text)\n\
             \x20               except RuntimeError as error:\n                    socket.tell(error)\n"
        )
    };
    let source = format!(
        "import os\n\ndef serve(socket):\n    try:\n        while True:\n            told = socket.read()\n\
         \x20           if told.kind == 'begin':\n                store = socket.open(told)\n{}\
         \x20           os.system(told.text)\n        try:\n            socket.tell('end')\n\
         \x20       except Exception:\n            pass\n    finally:\n        store.close()\n",
        each(16, branch)
    );
    let line = source.lines().position(|line| line.contains("os.system")).unwrap() + 1;
    let folder = tree(&one(source));
    let mut command = program();
    command.current_dir(folder.path()).args(["why-not", &format!("app.py:{line}"), "--no-config"]);
    let ran = finish(&mut command);
    assert_eq!(ran.complaint(), None);
    assert!(ran.text().contains("os.system"), "{}", ran.text());
}
