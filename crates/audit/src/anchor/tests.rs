//! Quotes of each sort, looked for in a small file.

use claims::Quote;

use super::*;

const TEXT: &str = "\
import os

def show(name):
    query = name.strip()

    os.system('ls ' + query)
    run(cast_as_call.CastAsCall(self))
    return query

def other(name):
    query = name.strip()
    call(
        first, second)
";

fn anchor(quote: &str, near: Option<u32>) -> (QuoteVerdict, Option<(u32, u32)>) {
    let anchored = Sought::of("a.py", TEXT).anchor(&Quote::whole(quote), near);
    (anchored.verdict, anchored.lines)
}

#[test]
fn a_quote_is_found_where_it_stands() {
    assert_eq!(anchor("os.system('ls ' + query)", None), (QuoteVerdict::Found, Some((6, 6))));
    assert_eq!(anchor("system('ls '", None), (QuoteVerdict::Found, Some((6, 6))));
    assert_eq!(anchor("query = name.strip()\nos.system('ls ' + query)", None), (QuoteVerdict::Found, Some((4, 6))));
    assert_eq!(anchor("query = name.strip()", Some(12)), (QuoteVerdict::Found, Some((11, 11))));
}

#[test]
fn what_differs_is_told() {
    assert_eq!(anchor("os.system( 'ls '+query )", None), (QuoteVerdict::WhiteSpace, Some((6, 6))));
    assert_eq!(anchor("call(first, second)", None), (QuoteVerdict::WhiteSpace, Some((12, 13))));
    assert_eq!(
        anchor("query = name.strip()\nos.system('ls ' + query)\nnothing_like_it()", None),
        (QuoteVerdict::Partial, Some((4, 6)))
    );
    let anchored = Sought::of("a.py", TEXT).anchor(&Quote::whole("run(cast_as_call.CastAsCall(self.stubs))"), Some(54));
    assert_eq!(anchored.verdict, QuoteVerdict::Altered);
    assert_eq!(anchored.lines, Some((7, 7)));
    assert_eq!(anchored.instead.as_deref(), Some("run(cast_as_call.CastAsCall(self))"));
    assert_eq!(anchor("subprocess.Popen(command)", None), (QuoteVerdict::Absent, None));
}

#[test]
fn what_was_left_out_is_passed_over() {
    let quote = Quote { runs: vec!["def show(name):".to_owned(), "return query".to_owned()] };
    let anchored = Sought::of("a.py", TEXT).anchor(&quote, None);
    assert_eq!((anchored.verdict, anchored.lines), (QuoteVerdict::Found, Some((3, 8))));
}

/// A program with remarks and a docstring.
const PROGRAM: &str = "\
import os

@app.route(\"/pay\")
def pay():
    \"\"\"Pays.\"\"\"
    amount = request.form.get(\"amount\")  # text

    if not amount:
        return redirect(\"/\")

    # as a number
    amount = float(amount)
    cursor.execute(\"UPDATE money SET sum = sum + ?\", (amount, who))
    return redirect(\"/money\")

def list_all():
    rows = cursor.execute(\"SELECT sum FROM money\").fetchall()
    return render(rows)
";

fn anchor_in(path: &str, runs: &[&str]) -> (QuoteVerdict, Option<(u32, u32)>) {
    let quote = Quote { runs: runs.iter().map(|run| (*run).to_owned()).collect() };
    let anchored = Sought::of(path, PROGRAM).anchor(&quote, None);
    (anchored.verdict, anchored.lines)
}

#[test]
fn a_remark_behind_the_code_counts_for_nothing() {
    let quote = "amount = float(amount)  # ← 未校验 \"-1\"\ncursor.execute(\"UPDATE money SET sum = sum + ?\", (amount, who)) # langsung";
    assert_eq!(anchor_in("a.py", &[quote]), (QuoteVerdict::Found, Some((12, 13))));
    assert_eq!(
        anchor_in("a.py", &["amount = request.form.get(\"amount\")  # anything"]),
        (QuoteVerdict::Found, Some((6, 6)))
    );
    // The sign of another language begins none.
    assert_ne!(anchor_in("a.js", &["amount = float(amount)  # ← 未校验"]).0, QuoteVerdict::Found);
    assert_eq!(anchor_in("a.py", &["# nothing of the kind stands there"]), (QuoteVerdict::Absent, None));
}

#[test]
fn lines_that_are_left_out_make_a_quote_partial() {
    let quote = "@app.route(\"/pay\")\ndef pay():\n    amount = request.form.get(\"amount\")\n    amount = float(amount)\n    return redirect(\"/money\")";
    assert_eq!(anchor_in("a.py", &[quote]), (QuoteVerdict::Partial, Some((3, 14))));
    // What is altered at the end is found beside the last line.
    let quote = "def pay():\n    amount = request.form.get(\"amount\")\n    amount = float(amount)\n    cursor.execute(\"UPDATE money SET sum = sum + ?, (amount, who)\")";
    assert_eq!(anchor_in("a.py", &[quote]), (QuoteVerdict::Partial, Some((4, 13))));
    let apart =
        ["@app.route(\"/pay\")   # here\ndef pay():\n    amount = request.form.get(\"amount\")", "def list_all():"];
    assert_eq!(anchor_in("a.py", &apart), (QuoteVerdict::Partial, Some((3, 16))));
    // Lines in another order are no part of it.
    let quote = "return render(rows)\nrows = fetch_everything()\namount = float(amount)\nos.remove(everything)";
    assert_ne!(anchor_in("a.py", &[quote]).0, QuoteVerdict::Partial);
}

#[test]
fn lines_that_say_the_same_in_other_words_are_altered() {
    let sought = Sought::of("a.py", "def f(host):\n    return any(h in host for h in ['localhost', '127.0.0.1'])\n");
    let quote = Quote::whole("if '127.0.0.1' in host or 'localhost' in host:");
    let anchored = sought.anchor_retold(&quote, (2, 2)).unwrap();
    assert_eq!((anchored.verdict, anchored.lines), (QuoteVerdict::Altered, Some((2, 2))));
    assert_eq!(sought.anchor_retold(&Quote::whole("open(secret, mode) or raise(everything)"), (1, 2)), None);
}

#[test]
fn what_a_line_begins_ends_where_lines_are_set_in_less() {
    let sought = Sought::of("a.py", PROGRAM);
    assert_eq!(sought.block_end(3, 60), 14);
    assert_eq!(sought.block_end(16, 60), 18);
    assert_eq!(sought.block_end(4, 3), 6);
}
