//! Ports of rows: parsed, and checked to be ports at which the row can ever match.

use super::table::Table;
use super::text::At;
use crate::{Port, PortBase, PortStep};

/// What a port is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Something goes in there.
    In,
    /// Something comes out there.
    Out,
    /// It is looked at before the call.
    Tested,
    /// It is only pointed at.
    Any,
}

/// The port of a key.
pub(super) fn port(table: &Table<'_>, key: &str, used: Use) -> Option<Port> {
    parse(table, table.string(key)?, used)
}

/// The ports of a key that takes one or a list.
pub(super) fn ports(table: &Table<'_>, key: &str, used: Use) -> Vec<Port> {
    table.strings(key).into_iter().filter_map(|text| parse(table, text, used)).collect()
}

fn parse(table: &Table<'_>, text: At<&str>, used: Use) -> Option<Port> {
    let port: Port = match text.value.parse() {
        Ok(port) => port,
        Err(error) => {
            let error: crate::BadPort = error;
            table.text.error(text.at, error.to_string(), Some("see \"Ports\" in models/README.md".to_owned()));
            return None;
        }
    };
    if let Some((why, hint)) = never(&port, used) {
        let message = format!("the port \"{}\" can never match in {}: {why}", text.value, table.keys.name);
        table.text.error(text.at, message, Some(hint.to_owned()));
        return None;
    }
    Some(port)
}

/// Why the port can never match, and what to write instead.
fn never(port: &Port, used: Use) -> Option<(&'static str, &'static str)> {
    // What an API takes and gives turns round with each callback: a callback's parameters come out of the API, and
    // its result goes in; for a function that the API returns it is the other way.
    let returned = port.base == PortBase::Return;
    let takes = port.steps.iter().any(|step| matches!(step, PortStep::Parameter(_)));
    match (used, &port.base) {
        (Use::In, PortBase::Value) => Some(("nothing goes into a read", "name the receiver or an argument")),
        (Use::In, PortBase::Return) if !takes => {
            Some(("nothing goes into what a call returns", "name the receiver or an argument"))
        }
        // What the code writes there afterwards.
        (Use::Tested, PortBase::Return) if is_written(port) => None,
        (Use::Tested, PortBase::Value | PortBase::Return) => {
            Some(("it is tested before there is a result", "test the receiver or an argument"))
        }
        (Use::In | Use::Tested, _) if !returned && matches!(port.steps.last(), Some(PortStep::Parameter(_))) => {
            Some(("a callback's parameter comes out of the API", "its result, (), is what goes in"))
        }
        (Use::Out, _) if !returned && matches!(port.steps.last(), Some(PortStep::Result)) => {
            Some(("a callback's result goes into the API", "its parameters, such as (0), are what comes out"))
        }
        _ => None,
    }
}

/// Whether the port is an attribute or an entry of something, which code may write.
fn is_written(port: &Port) -> bool {
    !port.steps.is_empty() && port.steps.iter().all(|step| matches!(step, PortStep::Field(_) | PortStep::Key(_)))
}

/// Whether the port is an argument, or a part of one; a read has none.
pub(super) fn is_argument(port: &Port) -> bool {
    matches!(port.base, PortBase::Argument(..) | PortBase::AnyArgument | PortBase::From(_) | PortBase::SpreadNamed)
}
