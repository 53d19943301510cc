//! What a row of a model says: one function for each table.

use super::condition::conditions;
use super::port::{Use, is_argument, port, ports};
use super::table::Table;
use super::text::At;
use super::words::{check_dotted, context, kind, pattern};
use crate::{
    Bound, Computation, Condition, ContextId, Effect, Flags, Guards, Invocation, KindId, KindSet, Kinds, Looks,
    Mistaken, Move, OtherSide, Polarity, Port, PortBase, ReadBy, Replaces, Role, Route, Setting, StringEffect,
    TextTest, Via,
};

/// What the row says; nothing when it has been found wrong.
pub(super) fn effect(name: &str, row: &Table<'_>, kinds: &Kinds) -> Option<Effect> {
    match name {
        "source" => Some(Effect::Source {
            kind: match row.string("kind").and_then(|name| kinds.find(name.value)) {
                Some(state) if kinds.get(state).role == Role::State => state,
                _ => kind_of(row, "kind", Role::Source, kinds)?,
            },
            to: out(row, "to", PortBase::Value)?,
            fixed_without: row.owned("fixed_without"),
            by_field: row.has("by_field"),
            own: port(row, "own", Use::In),
            by_route: row.has("by_route"),
            becomes: kind_set(row, "becomes", Role::State, kinds),
            becomes_routed: kind_set(row, "becomes_routed", Role::State, kinds),
        }),
        "sink" => {
            let (kind, context) = kind_in_context(row, Role::Sink, kinds)?;
            Some(Effect::Sink {
                kind,
                context,
                from: ports(row, "from", Use::In),
                only_for: row.all_owned("unless_only_for"),
                fills: row.owned("fills"),
                by: read_by(row).map(Box::new),
            })
        }
        "named" => {
            let (kind, context) = kind_in_context(row, Role::Sink, kinds)?;
            let names = row.strings("names").into_iter().filter_map(|name| pattern(row.text, name)).collect();
            Some(Effect::Named { kind, context, names })
        }
        "compared" => {
            let (kind, context) = kind_in_context(row, Role::Sink, kinds)?;
            let patterns = |key| row.strings(key).into_iter().filter_map(|name| pattern(row.text, name)).collect();
            let with = match kind_of(row, "with", Role::Source, kinds) {
                Some(kind) => OtherSide::Data(kind),
                None => OtherSide::Called { names: patterns("called"), not: patterns("not_called") },
            };
            Some(Effect::Compared { kind, context, with })
        }
        "sanitizer" => Some(Effect::Sanitizer {
            kinds: kind_set(row, "kinds", Role::Sink, kinds),
            from: port(row, "from", Use::In)?,
            to: out(row, "to", PortBase::Return)?,
            codes: row.has("codes"),
        }),
        "pass" => Some(Effect::Pass {
            from: ports(row, "from", Use::In),
            to: out(row, "to", PortBase::Return)?,
            string: string_effect(row)?,
            becomes: kind_set(row, "becomes", Role::State, kinds),
            turns: row.tables("turns").iter().filter_map(|table| turn(table, kinds)).collect(),
            replaces: replaces(row),
            group: port(row, "group", Use::In),
            keeps: kind_set(row, "keeps", Role::Sink, kinds),
            separator: row.owned("separator"),
            cut_at: port(row, "cut_at", Use::In),
            flags: flags(row),
        }),
        "clean" => Some(Effect::Clean),
        "stops" => Some(Effect::Stops),
        "raises" => Some(Effect::Raises { types: dotted(row, "type") }),
        "exception" => Some(Effect::Exception { arguments: row.owned("arguments")? }),
        "suppresses" => Some(Effect::Suppresses { classes: port(row, "classes", Use::In)? }),
        "enters" => Some(Effect::Enters { from: port(row, "from", Use::In)?, method: row.owned("method")? }),
        "guard" => Some(Effect::Guard {
            kinds: kind_set(row, "kinds", Role::Sink, kinds).union(kind_set(row, "states", Role::State, kinds)),
            checks: port(row, "checks", Use::In)?,
            safe: polarity(row)?,
            needs: kind_set(row, "needs", Role::State, kinds),
        }),
        "test" => Some(Effect::Test {
            checks: port(row, "checks", Use::In)?,
            asks: match row.string("asks")?.value {
                "begins" => TextTest::Begins,
                "ends" => TextTest::Ends,
                "holds" => TextTest::Holds,
                "matches" => TextTest::Matches,
                "matches-start" => TextTest::MatchesStart,
                "matches-part" => TextTest::MatchesPart,
                _ => return None,
            },
            text: port(row, "text", Use::In)?,
        }),
        "mistaken" => Some(Effect::Mistaken(Box::new(Mistaken {
            kinds: kind_set(row, "kinds", Role::Sink, kinds),
            checks: port(row, "checks", Use::In)?,
            safe: polarity(row),
            because: row.owned("because")?,
            passes: row.all_owned("passes"),
            is_common: row.has("common"),
        }))),
        "computes" => Some(Effect::Computes { does: Computation::from_word(row.string("does")?.value)? }),
        "letters" => Some(Effect::Letters {
            checks: port(row, "checks", Use::In)?,
            letters: pattern(row.text, row.string("letters")?).and_then(|_| row.owned("letters"))?,
        }),
        "every" => Some(Effect::Every { of: port(row, "of", Use::In)?, outcome: row.flag("outcome")? }),
        "constant" => Some(Effect::Constant { is: row.literals("is")?.into_iter().next()? }),
        "enumeration" => Some(Effect::Enumeration { value: row.owned("value")?, maps: row.all_owned("maps") }),
        "opens" => Some(Effect::Opens { path: port(row, "path", Use::In)?, writes: row.has("writes") }),
        "data" => Some(Effect::Data {
            format: row.owned("format")?,
            file: port(row, if row.has("path") { "path" } else { "file" }, Use::In)?,
            is_path: row.has("path"),
            to: out(row, "to", PortBase::Return)?,
        }),
        "kept" => Some(Effect::Kept {
            store: row.owned("store")?,
            from: port(row, "from", Use::In),
            to: if row.has("to") { Some(out(row, "to", PortBase::Return)?) } else { None },
            at: port(row, "at", Use::In),
        }),
        "sequence" => Some(Effect::Sequence {
            does: match row.string("does")?.value {
                "append" => Move::Append,
                "insert" => Move::Insert,
                "take" => Move::Take,
                "remove" => Move::Remove,
                "clear" => Move::Clear,
                "mix" => Move::Mix,
                "prepend" => Move::Prepend,
                "take-first" => Move::TakeFirst,
                "extend" => Move::Extend,
                "reverse" => Move::Reverse,
                "copy" => Move::Copy,
                "zip" => Move::Zip,
                "take-key" => Move::TakeKey,
                "put" => Move::Put,
                "default" => Move::Default,
                "merge" => Move::Merge,
                "layer" => Move::Layer,
                "change" => Move::Change,
                "attributes" => Move::Attributes,
                _ => return None,
            },
            at: port(row, "at", Use::In),
            value: port(row, "value", Use::In),
        }),
        "use" => {
            let (kind, context) = kind_in_context(row, Role::Use, kinds)?;
            Some(Effect::Use {
                kind,
                context,
                on: port(row, "on", Use::Any),
                named: port(row, "named", Use::In),
                settings: row.tables("settings").iter().filter_map(|table| setting(table, kinds)).collect(),
            })
        }
        "bound" => {
            let (kind, context) = kind_in_context(row, Role::Use, kinds)?;
            let patterns = |key| row.strings(key).into_iter().filter_map(|one| pattern(row.text, one)).collect();
            Some(Effect::Bound(Box::new(Bound {
                name: row.string("name")?.value.to_owned(),
                of: row.owned("of"),
                kind,
                context,
                beside: row.all_owned("beside"),
                least: row.whole("least").and_then(|least| u8::try_from(least).ok()).unwrap_or(1),
                in_class: row.has("in_class"),
                called: patterns("called"),
                not_called: patterns("not_called"),
                settings: row.tables("settings").iter().filter_map(|table| setting(table, kinds)).collect(),
            })))
        }
        "returns" => Some(Effect::Returns { types: dotted(row, "type") }),
        "value" => Some(Effect::Value { types: dotted(row, "type") }),
        "type" => Some(Effect::Type {
            bases: dotted(row, "bases"),
            aliases: dotted(row, "aliases"),
            called: row.all_owned("called"),
            known_by: row.all_owned("known_by"),
        }),
        "alias" => Some(Effect::Alias { of: dotted(row, "of").pop()? }),
        "route" => route(row, kinds),
        "decorates" => {
            Some(Effect::Decorates { class: dotted(row, "type").pop()?, bound: row.flag("bound").unwrap_or_default() })
        }
        "wiring" => Some(Effect::Wiring { invokes: invocation(row)? }),
        "renders" => Some(Effect::Renders {
            template: port(row, "template", Use::In)?,
            context: ports(row, "context", Use::In),
            escaping: row.has("escaping"),
            gives_names: row.has("gives_names"),
        }),
        _ => None,
    }
}

/// The outcome that means harmless.
fn polarity(row: &Table<'_>) -> Option<Polarity> {
    match row.string("safe")?.value {
        "true" => Some(Polarity::True),
        "false" => Some(Polarity::False),
        "returns" => Some(Polarity::Returns),
        "equals" => Some(Polarity::Equals),
        "holds" => Some(Polarity::Holds),
        _ => None,
    }
}

/// Notes an error when the row speaks of a read and of arguments at once.
pub(super) fn check_read(row: &Table<'_>, effect: &Effect, when: &[Condition]) {
    let (out, others): (&Port, &[Port]) = match effect {
        Effect::Source { to, .. } => (to, &[]),
        Effect::Sanitizer { from, to, .. } => (to, std::slice::from_ref(from)),
        Effect::Pass { from, to, .. } => (to, from),
        _ => return,
    };
    let argument = others.iter().chain(when.iter().map(|condition| &condition.port)).find(|port| is_argument(port));
    if let Some(argument) = argument.filter(|_| out.base == PortBase::Value) {
        let message = format!("a read has no arguments, and this row speaks of \"{argument}\"");
        row.text.error(row.at, message, Some("write `to = \"return\"` if the API is called".to_owned()));
    }
}

/// The dotted names of a key that takes one or a list.
fn dotted(row: &Table<'_>, key: &str) -> Vec<String> {
    let names = row.strings(key).into_iter().filter(|name| check_dotted(row.text, *name));
    names.map(|name| name.value.to_owned()).collect()
}

fn turn(table: &Table<'_>, kinds: &Kinds) -> Option<(KindId, KindId)> {
    Some((kind_of(table, "from", Role::State, kinds)?, kind_of(table, "into", Role::State, kinds)?))
}

fn kind_of(row: &Table<'_>, key: &str, role: Role, kinds: &Kinds) -> Option<KindId> {
    kind(row.text, row.string(key)?, role, kinds)
}

fn kind_set(row: &Table<'_>, key: &str, role: Role, kinds: &Kinds) -> KindSet {
    row.strings(key).into_iter().filter_map(|name| kind(row.text, name, role, kinds)).collect()
}

/// The kind, and the context that it needs when it has any.
fn kind_in_context(row: &Table<'_>, role: Role, kinds: &Kinds) -> Option<(KindId, Option<ContextId>)> {
    let id = kind_of(row, "kind", role, kinds)?;
    if let Some(name) = row.string("context") {
        return Some((id, Some(context(row.text, name, id, kinds)?)));
    }
    let kind = kinds.get(id);
    if !kind.contexts.is_empty() {
        let hint = format!("it is one of {}", kind.contexts.join(", "));
        row.error("kind", format!("\"{}\" needs a `context`", kind.name), Some(hint));
        return None;
    }
    Some((id, None))
}

/// Where something comes out; the default when the key is absent.
fn out(row: &Table<'_>, key: &str, default: PortBase) -> Option<Port> {
    if row.has(key) { port(row, key, Use::Out) } else { Some(Port::of(default)) }
}

fn replaces(row: &Table<'_>) -> Option<Replaces> {
    let (key, is_pattern) = if row.has("replaces_pattern") { ("replaces_pattern", true) } else { ("replaces", false) };
    Some(Replaces { what: port(row, key, Use::In)?, is_pattern, by: port(row, "by", Use::In) })
}

fn read_by(row: &Table<'_>) -> Option<ReadBy> {
    Some(ReadBy { pattern: port(row, "pattern", Use::In)?, dialect: row.owned("dialect")?, flags: flags(row) })
}

fn flags(row: &Table<'_>) -> Option<Flags> {
    let written = row.tables("written");
    let one = |table: &Table<'_>| Some((i64::from(table.number("bits")?.value), table.owned("by")?));
    Some(Flags { number: port(row, "flags", Use::In)?, written: written.iter().filter_map(one).collect() })
}

fn string_effect(row: &Table<'_>) -> Option<StringEffect> {
    let Some(At { value: word, .. }) = row.string("string") else { return Some(StringEffect::Same) };
    Some(match word {
        "same" => StringEffect::Same,
        "format" => StringEffect::Format,
        "whole" => StringEffect::Whole,
        "yes-no" => StringEffect::YesNo,
        "join" => StringEffect::Join,
        "part" => StringEffect::Part,
        "strip" => StringEffect::Strip,
        "case" => StringEffect::Case,
        "replace" => StringEffect::Replace,
        "encode" => StringEffect::Encode,
        "decode" => StringEffect::Decode,
        "bytes" => StringEffect::Bytes,
        "hex" => StringEffect::Hex,
        "text" => StringEffect::Text,
        "number" => StringEffect::Number,
        "length" => StringEffect::Length,
        "truth" => StringEffect::Truth,
        "other" => StringEffect::Other,
        _ => return None,
    })
}

fn setting(table: &Table<'_>, kinds: &Kinds) -> Option<Setting> {
    Some(Setting { kind: kind_of(table, "kind", Role::Setting, kinds)?, when: conditions(table, "when", kinds) })
}

fn route(row: &Table<'_>, kinds: &Kinds) -> Option<Effect> {
    let via = if row.has("decorator") {
        Via::Decorator
    } else if row.has("argument") {
        Via::Argument(port(row, "argument", Use::In)?)
    } else if row.has("public") {
        Via::Public
    } else if row.has("takes") {
        Via::Looks(Looks {
            takes: row.all_owned("takes"),
            called: row.all_owned("called"),
            within: row.owned("within"),
            base_ends: row.owned("base_ends"),
        })
    } else {
        Via::Base(row.all_owned("methods_of_base"))
    };
    let returns = match row.table("returns") {
        Some(table) => Some(kind_in_context(&table, Role::Sink, kinds)?),
        None => None,
    };
    let gives = |table: &Table<'_>| Some((table.number("to")?.value as u8, dotted(table, "type")));
    Some(Effect::Route(Box::new(Route {
        via,
        parameters: kind_of(row, "parameters", Role::Source, kinds),
        except: row.all_owned("except"),
        of_types: dotted(row, "of_types"),
        filled_by: dotted(row, "filled_by"),
        gives: row.tables("gives").iter().filter_map(gives).collect(),
        returns,
        path: port(row, "path", Use::In),
        is_pattern: row.has("pattern"),
        segment: row.string("segment").and_then(|segment| pattern(row.text, segment)),
        includes: row
            .table("includes")
            .and_then(|table| Some((dotted(&table, "by"), port(&table, "routes", Use::In)?))),
        methods: port(row, "methods", Use::In),
        made_by: dotted(row, "made_by"),
        client: row.has("client"),
        harmless: kind_set(row, "harmless", Role::Sink, kinds),
        guards: row.string("guards").and_then(|word| match word.value {
            "router" => Some(Guards::Router),
            "class" => Some(Guards::Class),
            "program" => Some(Guards::Program),
            _ => None,
        }),
        converters: row.tables("converters").iter().filter_map(|table| converter(table, kinds)).collect(),
    })))
}

fn converter(table: &Table<'_>, kinds: &Kinds) -> Option<(String, KindSet)> {
    let harmless = kind_set(table, "kinds", Role::Sink, kinds);
    Some((table.owned("holds")?, harmless.union(kind_set(table, "states", Role::State, kinds))))
}

fn invocation(row: &Table<'_>) -> Option<Invocation> {
    let argument = |table: &Table<'_>| Some((port(table, "from", Use::Any)?, table.number("to")?.value as u8));
    let allows = row.table("allows");
    Some(Invocation {
        callee: port(row, "invokes", Use::In)?,
        arguments: row.tables("arguments").iter().filter_map(argument).collect(),
        spread: port(row, "spread", Use::In),
        spread_named: port(row, "spread_named", Use::In),
        further: row.number("further").map(|first| first.value as u8),
        result: port(row, "result", Use::Out),
        allows: allows.and_then(|table| Some((port(&table, "from", Use::In)?, port(&table, "to", Use::Out)?))),
        as_called: row.has("as_called"),
    })
}
