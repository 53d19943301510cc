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
    let anchored = Sought::new(TEXT).anchor(&Quote::whole(quote), near);
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
    let anchored = Sought::new(TEXT).anchor(&Quote::whole("run(cast_as_call.CastAsCall(self.stubs))"), Some(54));
    assert_eq!(anchored.verdict, QuoteVerdict::Altered);
    assert_eq!(anchored.lines, Some((7, 7)));
    assert_eq!(anchored.instead.as_deref(), Some("run(cast_as_call.CastAsCall(self))"));
    assert_eq!(anchor("subprocess.Popen(command)", None), (QuoteVerdict::Absent, None));
}

#[test]
fn what_was_left_out_is_passed_over() {
    let quote = Quote { runs: vec!["def show(name):".to_owned(), "return query".to_owned()] };
    let anchored = Sought::new(TEXT).anchor(&quote, None);
    assert_eq!((anchored.verdict, anchored.lines), (QuoteVerdict::Found, Some((3, 8))));
}
