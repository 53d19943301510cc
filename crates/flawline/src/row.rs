//! A model's row in words: what it says and when, in the notation of the models' manual.

use std::fmt::Write as _;

use knowledge::{
    Condition, ContextId, Effect, KindId, KindSet, Kinds, Literal, Move, Origin, OtherSide, Polarity, Port, Route, Row,
    StringEffect, Test, TextTest, Unsettled, Via,
};

/// The table that the row stands in, such as `sink`.
pub(crate) fn table(effect: &Effect) -> &'static str {
    match effect {
        Effect::Source { .. } => "source",
        Effect::Sink { .. } => "sink",
        Effect::Named { .. } => "named",
        Effect::Compared { .. } => "compared",
        Effect::Sanitizer { .. } => "sanitizer",
        Effect::Pass { .. } => "pass",
        Effect::Clean => "clean",
        Effect::Stops => "stops",
        Effect::Raises { .. } => "raises",
        Effect::Exception { .. } => "exception",
        Effect::Suppresses { .. } => "suppresses",
        Effect::Enters { .. } => "enters",
        Effect::Guard { .. } => "guard",
        Effect::Test { .. } => "test",
        Effect::Mistaken(_) => "mistaken",
        Effect::Computes { .. } => "computes",
        Effect::Letters { .. } => "letters",
        Effect::Every { .. } => "every",
        Effect::Constant { .. } => "constant",
        Effect::Enumeration { .. } => "enumeration",
        Effect::Opens { .. } => "opens",
        Effect::Data { .. } => "data",
        Effect::Kept { .. } => "kept",
        Effect::Sequence { .. } => "sequence",
        Effect::Use { .. } => "use",
        Effect::Bound(_) => "bound",
        Effect::Returns { .. } => "returns",
        Effect::Value { .. } => "value",
        Effect::Type { .. } => "type",
        Effect::Alias { .. } => "alias",
        Effect::Route(_) => "route",
        Effect::Decorates { .. } => "decorates",
        Effect::Wiring { .. } => "wiring",
        Effect::Renders { .. } => "renders",
    }
}

/// What the row says, and under which conditions.
pub(crate) fn says(row: &Row, kinds: &Kinds) -> String {
    let mut out = effect(&row.effect, kinds);
    for (word, conditions) in [("when", &row.when), ("unless", &row.unless)] {
        let words: Vec<String> = conditions.iter().map(|one| condition(one, kinds)).collect();
        if !words.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(out, ", {word} {}", words.join(if word == "when" { " and " } else { " or " }));
        }
    }
    if !row.receivers.is_empty() {
        let _ = write!(out, ", on a receiver called {}", row.receivers.join(" or "));
    }
    if let Some(versions) = &row.versions {
        let unsettled = if versions.unsettled == Unsettled::Fails { ", where the project settles that" } else { "" };
        let _ = write!(out, ", with {} {}{unsettled}", versions.package_shown, versions.written);
    }
    if row.origin == Origin::Generated {
        out.push_str(" (generated)");
    }
    out
}

fn effect(effect: &Effect, kinds: &Kinds) -> String {
    match effect {
        Effect::Source { kind, to, .. } => format!("{} comes out at {to}", kinds.get(*kind).name),
        Effect::Sink { kind, context, from, .. } => {
            format!("{} takes in {}", in_context(kinds, *kind, *context), ports(from))
        }
        Effect::Compared { kind, context, with } => {
            let with = match with {
                OtherSide::Data(with) => &kinds.get(*with).name,
                OtherSide::Called { .. } => "what is called so",
            };
            format!("{} is what is compared with {with}", in_context(kinds, *kind, *context))
        }
        Effect::Named { kind, context, .. } => {
            format!("what is given such a name is {}", in_context(kinds, *kind, *context))
        }
        Effect::Sanitizer { kinds: set, from, to, .. } => {
            format!("{from} comes out at {to} harmless for {}", names(kinds, *set))
        }
        Effect::Pass { from, to, string, .. } => format!("{} comes out at {to}{}", ports(from), string_effect(*string)),
        Effect::Clean => "the result carries nothing of the arguments".to_owned(),
        Effect::Stops => "the call never returns".to_owned(),
        Effect::Raises { types } => format!("the call fails with {} alone", types.join(" and ")),
        Effect::Exception { arguments } => format!("an exception keeps in `{arguments}` what it is made of"),
        Effect::Suppresses { classes } => format!("leaving the result swallows exceptions of the classes in {classes}"),
        Effect::Enters { from, method } => format!("{from} is entered by `{method}`, and what that gives comes out"),
        Effect::Guard { kinds: set, checks, safe, .. } => {
            let outcome = match safe {
                Polarity::True => "is true",
                Polarity::False => "is false",
                Polarity::Returns => "returns at all",
                Polarity::Equals => "equals what others do not control",
                Polarity::Holds => "holds what others do not control",
            };
            format!("{checks} is harmless for {} where it {outcome}", names(kinds, *set))
        }
        Effect::Test { checks, asks, text } => {
            let asks = match asks {
                TextTest::Begins => "begins with",
                TextTest::Ends => "ends with",
                TextTest::Holds => "holds",
                TextTest::Matches => "matches from beginning to end",
                TextTest::MatchesStart => "matches at its beginning",
                TextTest::MatchesPart => "matches in some part",
            };
            format!("it tells whether {checks} {asks} {text}")
        }
        Effect::Computes { does } => format!("it computes {}", does.word()),
        Effect::Mistaken(mistaken) => {
            format!("{} is no protection for {}: {}", mistaken.checks, names(kinds, mistaken.kinds), mistaken.because)
        }
        Effect::Letters { checks, letters } => format!("it tells whether {checks} is made of {letters} alone"),
        Effect::Every { of, outcome } => format!("where it is {outcome}, every element of {of} is {outcome}"),
        Effect::Constant { is } => format!("is always {is:?}"),
        Effect::Enumeration { value, .. } => {
            format!("a class on this base has an instance for each of its values, each with its value as `{value}`")
        }
        Effect::Opens { path, writes: true } => format!("it writes the file named by {path}"),
        Effect::Opens { path, .. } => format!("it reads the file named by {path}"),
        Effect::Data { format, file, to, .. } => format!("what {file} holds, written as {format}, comes out at {to}"),
        Effect::Kept { store, from: Some(from), .. } => format!("{from} is kept in the store `{store}`"),
        Effect::Kept { store, .. } => format!("what the store `{store}` keeps comes out"),
        Effect::Sequence { does, at, value } => {
            let place = at.as_ref().map_or_else(|| "at the end".to_owned(), |at| format!("at {at}"));
            let value = value.as_ref().map(Port::to_string).unwrap_or_default();
            match does {
                Move::Append => format!("{value} becomes the last element"),
                Move::Insert => format!("{value} becomes the element {place}"),
                Move::Take => format!("the element {place} is removed and given"),
                Move::Remove => format!("the first element that equals {value} is removed"),
                Move::Clear => "all elements are removed".to_owned(),
                Move::Mix => "the elements change places".to_owned(),
                Move::Prepend => format!("{value} becomes the first element"),
                Move::TakeFirst => "the first element is removed and given".to_owned(),
                Move::Extend => format!("the elements of {value} come behind the last"),
                Move::Reverse => "the elements stand the other way round".to_owned(),
                Move::Copy => format!("it gives a collection of the elements of {value}"),
                Move::Zip => "it gives tuples of the elements at one place in all arguments".to_owned(),
                Move::TakeKey => format!("the entry {place} is removed and given"),
                Move::Put => format!("{value} is put {place} instead of what is there"),
                Move::Default => format!("{value} is put {place} unless something is there"),
                Move::Merge => "entries of the arguments stand instead of earlier ones".to_owned(),
                Move::Layer => "entries of the arguments stand instead of later ones".to_owned(),
                Move::Change => "it gives a copy with the named arguments as attributes".to_owned(),
                Move::Attributes => format!("it gives the attributes of {value} as entries"),
            }
        }
        Effect::Use { kind, context, on, settings, .. } => {
            let mut out = in_context(kinds, *kind, *context);
            if let Some(on) = on {
                let _ = write!(out, " of {on}");
            }
            for setting in settings {
                let when: Vec<String> = setting.when.iter().map(|one| condition(one, kinds)).collect();
                let _ = write!(out, "; {} where {}", kinds.get(setting.kind).name, when.join(" and "));
            }
            out
        }
        Effect::Bound(bound) => {
            let of = if bound.in_class { "class" } else { "module" };
            let kind = in_context(kinds, bound.kind, bound.context);
            format!("{kind} where a {of} binds `{}`", bound.name)
        }
        Effect::Returns { types } => format!("gives an instance of {}", types.join(" or ")),
        Effect::Value { types } => format!("is an instance of {}", types.join(" or ")),
        Effect::Type { bases, aliases, called, known_by } => {
            let mut out = "is a class".to_owned();
            if !bases.is_empty() {
                let _ = write!(out, " with base {}", bases.join(", "));
            }
            if !aliases.is_empty() {
                let _ = write!(out, ", also called {}", aliases.join(", "));
            }
            if !known_by.is_empty() {
                let _ =
                    write!(out, "; what is called {} and has {} is one", called.join(" or "), known_by.join(" or "));
            }
            out
        }
        Effect::Alias { of } => format!("is another name of {of}"),
        Effect::Decorates { class, .. } => format!("what it decorates is an instance of {class}, too"),
        Effect::Route(route) => {
            let Route { via, parameters, returns, .. } = &**route;
            let mut out = match via {
                Via::Decorator => "the function that it decorates".to_owned(),
                Via::Argument(port) => format!("the function given as {port}"),
                Via::Public => "each public function of a package that is made for other programs".to_owned(),
                Via::Base(methods) => format!("each method {} of a class on this base", methods.join(", ")),
                Via::Looks(looks) => format!("each function that takes {}", looks.takes.join(", ")),
            };
            out.push_str(" is an entry point");
            if let Some(kind) = parameters {
                let _ = write!(out, " with {} in its parameters", kinds.get(*kind).name);
            }
            if let Some((kind, context)) = returns {
                let _ = write!(out, ", its result goes to {}", in_context(kinds, *kind, *context));
            }
            out
        }
        Effect::Wiring { invokes } => {
            let mut out = format!("it calls {}", invokes.callee);
            for (port, position) in &invokes.arguments {
                let _ = write!(out, ", with {port} as argument {position}");
            }
            if let Some(port) = &invokes.spread {
                let _ = write!(out, ", with the elements of {port}");
            }
            if let Some(port) = &invokes.spread_named {
                let _ = write!(out, ", with the entries of {port} by name");
            }
            if let Some(first) = invokes.further {
                let _ = write!(out, ", with its own arguments from {first} on");
            }
            if let Some(port) = &invokes.result {
                let _ = write!(out, ", and gives what that gives as {port}");
            }
            if let Some((from, to)) = &invokes.allows {
                let _ = write!(out, ", and lets {from} through to {to} where that is true");
            }
            out
        }
        Effect::Renders { template, gives_names: false, .. } => format!("it shows the template named by {template}"),
        Effect::Renders { template, .. } => format!("it gives the names of the template named by {template}"),
    }
}

fn in_context(kinds: &Kinds, kind: KindId, context: Option<ContextId>) -> String {
    let kind = kinds.get(kind);
    match context.and_then(|context| kind.contexts.get(usize::from(context.0))) {
        Some(context) => format!("{} ({context})", kind.name),
        None => kind.name.clone(),
    }
}

fn names(kinds: &Kinds, set: KindSet) -> String {
    set.iter().map(|kind| kinds.get(kind).name.as_str()).collect::<Vec<_>>().join(", ")
}

fn ports(ports: &[Port]) -> String {
    ports.iter().map(Port::to_string).collect::<Vec<_>>().join(", ")
}

fn string_effect(effect: StringEffect) -> &'static str {
    match effect {
        StringEffect::Same => "",
        StringEffect::Format => " with something around it",
        StringEffect::Join => " joined",
        StringEffect::Part => " in part",
        StringEffect::Strip => " trimmed",
        StringEffect::Case => " in another case",
        StringEffect::Replace => " with some of it replaced",
        StringEffect::Encode => " encoded",
        StringEffect::Decode => " decoded",
        StringEffect::Bytes => " as bytes or as text",
        StringEffect::Hex => " as the bytes that it writes",
        StringEffect::Text => " as text",
        StringEffect::Number => " as a number",
        StringEffect::Whole => " as a whole number",
        StringEffect::YesNo => " as yes or no",
        StringEffect::Length => " as its length",
        StringEffect::Truth => " as a truth value",
        StringEffect::Other => " changed",
    }
}

fn condition(condition: &Condition, kinds: &Kinds) -> String {
    let port = &condition.port;
    match &condition.test {
        Test::OneOf(literals) => format!("{port} is {}", all(literals)),
        Test::NoneOf(literals) => format!("{port} is not {}", all(literals)),
        Test::Below(number) => format!("{port} is below {number}"),
        Test::Above(number) => format!("{port} is above {number}"),
        Test::Matches(pattern) => format!("{port} matches /{pattern}/"),
        Test::Refers(names) => format!("{port} is {}", names.join(" or ")),
        Test::InState(state) => format!("{port} is {}", kinds.get(*state).noun),
        Test::Given(true) => format!("{port} is given"),
        Test::Given(false) => format!("{port} is missing"),
        Test::Constant(true) => format!("{port} is a constant"),
        Test::Constant(false) => format!("{port} is not a constant"),
    }
}

fn all(literals: &[Literal]) -> String {
    let words: Vec<String> = literals
        .iter()
        .map(|literal| match literal {
            Literal::Null => "null".to_owned(),
            Literal::Bool(value) => value.to_string(),
            Literal::Int(value) => value.to_string(),
            Literal::Str(value) => format!("{value:?}"),
        })
        .collect();
    words.join(" or ")
}
