//! Conditions of rows and settings.

use super::keys::CONDITION_TESTS;
use super::port::{Use, port};
use super::table::Table;
use super::words::{check_dotted, kind, pattern};
use crate::{Condition, Kinds, Role, Test};

/// The conditions of a key.
pub(super) fn conditions(table: &Table<'_>, key: &str, kinds: &Kinds) -> Vec<Condition> {
    table.tables(key).iter().filter_map(|table| condition(table, kinds)).collect()
}

fn condition(table: &Table<'_>, kinds: &Kinds) -> Option<Condition> {
    let port = port(table, "port", Use::Tested)?;
    let test = CONDITION_TESTS.iter().copied().find(|test| table.has(test))?;
    let test = match test {
        "is" => Test::OneOf(table.literals("is")?),
        "is_not" => Test::NoneOf(table.literals("is_not")?),
        "below" => Test::Below(table.whole("below")?),
        "above" => Test::Above(table.whole("above")?),
        "matches" => Test::Matches(pattern(table.text, table.string("matches")?)?),
        "refers" => {
            let names = table.strings("refers").into_iter().filter(|name| check_dotted(table.text, *name));
            Test::Refers(names.map(|name| name.value.to_owned()).collect())
        }
        "given" => Test::Given(table.flag("given")?),
        "in_state" => Test::InState(kind(table.text, table.string("in_state")?, Role::State, kinds)?),
        _ => Test::Constant(table.flag("constant")?),
    };
    Some(Condition { port, test })
}
