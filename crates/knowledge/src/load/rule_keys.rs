//! The keys of `rules/cwe-<n>-<id>/rule.md`, and which shape of rule takes which of them. What keys are is said in
//! `keys.rs`.

use super::keys::{Keys, MANNERS, Takes, may, must, table};

pub(super) const SHAPES: &[&str] = &[
    "flow", "call", "value", "absence", "order", "missing", "asserted", "carried", "filter", "pattern", "look",
    "default", "trial", "script", "repeated",
];
pub(super) const UNITS: &[&str] = &["entry", "use", "change", "claim", "update"];
pub(super) const SEVERITIES: &[&str] = &["critical", "high", "medium", "low"];
pub(super) const GROWTHS: &[&str] = &["square", "cube", "exponential"];
const CHECKS: &[&str] = &["checksum", "web-token", "private-key", "base64", "password", "drawn"];
pub(super) const CONFIDENCES: &[&str] = &["high", "medium", "low"];

/// The keys that one shape has and others have not: whether it is required, the key, the shapes.
pub(super) const SHAPE_KEYS: &[(bool, &str, &[&str])] = &[
    (true, "sources", &["flow"]),
    (false, "names", &["value", "absence", "missing"]),
    (false, "given", &["call"]),
    (false, "becomes", &["call"]),
    (false, "compared", &["call"]),
    (false, "checked", &["call"]),
    (false, "around", &["call"]),
    (false, "spared", &["call"]),
    (false, "spared_files", &["call"]),
    (false, "only_told", &["call"]),
    (false, "data", &["call"]),
    (false, "result", &["call"]),
    (false, "reaches", &["call"]),
    (false, "vague", &["value"]),
    (false, "not_names", &["value", "asserted"]),
    (false, "chosen", &["value"]),
    (false, "labels", &["value"]),
    (false, "harmless", &["value"]),
    (false, "placeholders", &["value"]),
    (false, "formats", &["value"]),
    (false, "marks", &["value", "trial", "script"]),
    (true, "command", &["script"]),
    (false, "apart", &["repeated"]),
    (true, "trial", &["trial"]),
    (false, "hints", &["value"]),
    (true, "lacks", &["absence"]),
    (false, "refused", &["absence"]),
    (true, "before", &["order"]),
    (false, "before_contexts", &["order"]),
    (true, "filters", &["filter"]),
    (false, "letters", &["look"]),
    (false, "pairs", &["look"]),
    (true, "checks", &["missing"]),
    (true, "each", &["missing"]),
    (false, "refuses", &["missing"]),
    (false, "refuses_contexts", &["missing"]),
    (false, "perhaps", &["missing"]),
    (false, "asking", &["missing", "flow"]),
    (false, "whose", &["asserted"]),
    (false, "own_texts", &["pattern"]),
    (false, "besides", &["missing"]),
    (false, "open", &["missing"]),
    (false, "open_answers", &["missing"]),
    (false, "exempt", &["missing"]),
    (false, "methods", &["missing"]),
    (false, "together_with", &["missing"]),
    (false, "reads", &["missing"]),
    (false, "answers_assume", &["missing"]),
    (false, "alone", &["missing"]),
    (false, "gives_way_to", &["missing"]),
    (false, "reached_by", &["missing"]),
    (false, "removes", &["missing"]),
    (false, "sounds", &["missing"]),
    (false, "not_on", &["missing"]),
    (false, "found_by", &["missing"]),
    (false, "signs", &["missing"]),
    (false, "rights", &["missing"]),
    (false, "read_by", &["missing"]),
    (false, "looked_up_by", &["missing"]),
    (false, "written_by", &["missing"]),
    (false, "counts", &["missing"]),
    (true, "address", &["carried"]),
    (true, "redirected", &["carried"]),
    (true, "requests", &["carried"]),
    (true, "along", &["carried"]),
    (true, "sends", &["carried"]),
    (true, "hosts", &["carried"]),
    (true, "same_host", &["carried"]),
];

pub(super) static RULE: Keys = table(
    "the rule",
    "What a weakness is, in kinds.",
    &[
        must("id", Takes::Name, "What is wrong; reads well after \"allow\"."),
        must("shape", Takes::OneOf(SHAPES), "How it is recognised."),
        must("severity", Takes::OneOf(SEVERITIES), "How bad it is."),
        must("since", Takes::Version, "The version it came with."),
        may("sources", Takes::SomeNames, "Shape `flow`: the source kinds."),
        must("message", Takes::Text, "What was seen; may hold slots."),
        must("impact", Takes::Text, "What an attacker gains; may hold slots."),
        must("repair", Takes::Text, "Ends the sentence \"To mitigate this risk, …\"; may hold slots."),
        may("names", Takes::Regexes, "Shapes `value`, `absence` and `missing`: patterns of names."),
        may("given", Takes::Regexes, "Shape `call`: patterns of names of what goes in."),
        may("becomes", Takes::Regexes, "Shape `call`: patterns of names of what the result becomes."),
        may("compared", Takes::Regexes, "Shape `call`: patterns of names of what the result is compared with."),
        may("checked", Takes::Regexes, "Shape `call`: the same, where data of others goes in."),
        may("around", Takes::Regexes, "Shape `call`: patterns of the name of a function or class around it."),
        may(
            "spared",
            Takes::Regexes,
            "Shape `call`: patterns of names of what the result becomes, or of what is around it, by which the use is none.",
        ),
        may(
            "spared_files",
            Takes::Regexes,
            "Shape `call`: patterns of names of its file, or of a folder, by which it is none.",
        ),
        may("only_told", Takes::True, "Shape `call`: a use of which no name and no sink tells so is no finding."),
        may("data", Takes::Name, "Shape `call`: the sink kind that data of others goes into."),
        may("result", Takes::Name, "Shape `call`: the source kind of the result."),
        may("reaches", Takes::Tables(&REACHES), "Shape `call`: sinks that tell what the result serves."),
        may("vague", Takes::Regexes, "Shape `value`: patterns of names that tell it of a literal drawn by lot alone."),
        may(
            "not_names",
            Takes::Regexes,
            "Shapes `value` and `asserted`: patterns of names that say that it is no secret.",
        ),
        may(
            "whose",
            Takes::Regexes,
            "Shape `asserted`: patterns of names of whoever asks; what is read under the name of a check is one only of these.",
        ),
        may(
            "own_texts",
            Takes::Regexes,
            "Shape `pattern`: patterns of names of files, classes and functions by which whoever runs the program writes the text: a lead.",
        ),
        may(
            "chosen",
            Takes::Regexes,
            "Shape `value`: patterns of names of secrets that people choose: these may be short.",
        ),
        may("labels", Takes::Regexes, "Shape `value`: patterns of names that may stand for the name of a thing."),
        may("harmless", Takes::Regexes, "Shape `value`: patterns of literals that are no secrets."),
        may(
            "placeholders",
            Takes::Regexes,
            "Shape `value`: patterns of literals that stand for what is to be put in: no secrets, but in a case that is `in_force`.",
        ),
        may(
            "formats",
            Takes::Tables(&FORMAT),
            "Shape `value`: patterns of literals that are secrets whatever their name.",
        ),
        may(
            "marks",
            Takes::Regexes,
            "Shape `value`: what everything holds that has one of the formats; quickly asked. Shape `trial`: what a constant of such a check holds. Shape `script`: what every such text holds.",
        ),
        may(
            "hints",
            Takes::Regexes,
            "Shape `value`: what a file of configuration must hold, when it holds no mark, to be looked into.",
        ),
        may("lacks", Takes::Name, "Shape `absence`: the setting kind."),
        may("refused", Takes::Flag, "Shape `absence`: a setting that is written and off counts whatever the name."),
        may("before", Takes::Name, "Shape `order`: the use kind of the earlier operation."),
        may("before_contexts", Takes::Names, "Shape `order`: its contexts; none means all."),
        may("checks", Takes::SomeNames, "Shape `missing`: the use kinds of the check, of which one suffices."),
        may(
            "each",
            Takes::OneOf(UNITS),
            "Shape `missing`: what is compared, entry points or the uses themselves; what changes by a request that only asks for a page, refusals about which the request decides, or what is written back.",
        ),
        may(
            "refuses",
            Takes::Name,
            "Shape `missing`: the use kind by which own code refuses; asking before it is a check.",
        ),
        may("refuses_contexts", Takes::Names, "Shape `missing`: its contexts; none means all."),
        may(
            "perhaps",
            Takes::Regexes,
            "Shape `missing`: patterns of names that leave it open whether there is a check.",
        ),
        may(
            "asking",
            Takes::Regexes,
            "Shape `missing`: patterns of names that leave it open wherever they stand in a body; with them, `perhaps` counts there only where a branch depends on what is called so. Shape `flow`: patterns of names of functions that check the data, and of what holds it when that is done; where one is asked, or the data is looked for among other things, it is a lead.",
        ),
        may(
            "besides",
            Takes::Regexes,
            "Shape `missing`: patterns of names in the condition of a refusal by which it is another check.",
        ),
        may("open", Takes::Regexes, "Shape `missing`: patterns of names and paths of what is meant for everybody."),
        may("open_answers", Takes::Regexes, "Shape `missing`: the same, of an entry point that only answers."),
        may("exempt", Takes::Regexes, "Shape `missing`: patterns of names of decorators that let everybody in."),
        may("methods", Takes::Regexes, "Shape `missing`: patterns of methods of requests that are an action already."),
        may("together_with", Takes::Name, "Shape `missing`: the entry point has a use of this kind as well."),
        may("reads", Takes::True, "Shape `missing`: entry points without an action are compared, too."),
        may("answers_assume", Takes::Text, "Shape `missing`: what is assumed of an entry point that only answers."),
        may("alone", Takes::True, "Shape `missing`: told without any sibling, too."),
        may("gives_way_to", Takes::Names, "Shape `missing`: not told where one of these rules reports."),
        may("reached_by", Takes::Regexes, "Shape `missing`, changes: methods by which a request only asks for a page."),
        may(
            "removes",
            Takes::Name,
            "Shape `missing`, changes: the context of the first case's kind in which something is removed.",
        ),
        may("sounds", Takes::Regexes, "Shape `missing`, changes: patterns of names of calls that sound like one."),
        may("not_on", Takes::Regexes, "Shape `missing`, changes: patterns of names by which such a call is none."),
        may(
            "found_by",
            Takes::Regexes,
            "Shape `missing`, changes: patterns of names of what finds objects that are kept.",
        ),
        may(
            "signs",
            Takes::Regexes,
            "Shape `missing`, changes: patterns of names that tell that visitors are known by a session.",
        ),
        may(
            "rights",
            Takes::Regexes,
            "Shape `missing`, claims: patterns of names of rights that a request says it has.",
        ),
        may("read_by", Takes::Name, "Shape `missing`, updates: the use kind that reads what stands under a key."),
        may("looked_up_by", Takes::Name, "Shape `missing`, updates: the use kind that finds one object that is kept."),
        may("written_by", Takes::Regexes, "Shape `missing`, updates: patterns of names of its methods that write it."),
        may(
            "counts",
            Takes::Regexes,
            "Shape `missing`, updates: patterns of names of what is worth something to somebody.",
        ),
        may(
            "address",
            Takes::SomeTexts,
            "Shape `carried`: the names of the entries under which an answer names an address.",
        ),
        may(
            "redirected",
            Takes::Regexes,
            "Shape `carried`: patterns of names and numbers that tell that an answer sends on.",
        ),
        may("requests", Takes::Regexes, "Shape `carried`: patterns of names of requests."),
        may("along", Takes::Regexes, "Shape `carried`: patterns of names of what is carried along."),
        may("sends", Takes::Regexes, "Shape `carried`: patterns of names of what sends a request."),
        may("hosts", Takes::Regexes, "Shape `carried`: patterns of names of a host: who compares such asks for it."),
        may(
            "same_host",
            Takes::Regexes,
            "Shape `carried`: patterns of names of functions that ask for the host, or take out what must not go to another.",
        ),
        may("filters", Takes::Tables(&FILTER), FILTER.says),
        may("letters", Takes::Tables(&LETTERS), LETTERS.says),
        may("pairs", Takes::Tables(&PAIR), PAIR.says),
        may("trial", Takes::Tables(&TRIAL), "Shape `trial`: texts by which a check is tried."),
        may("command", Takes::Tables(&COMMAND), "Shape `script`: commands that are meant."),
        may(
            "apart",
            Takes::Regexes,
            "Shape `repeated`: patterns of the name of a function or class around a use by which its number is its own.",
        ),
        must("case", Takes::Tables(&CASE), CASE.says),
    ],
);

static COMMAND: Keys = table(
    "[[command]]",
    "A command of a shell.",
    &[
        must("program", Takes::Regex, "The name of the program, without its folder."),
        must("words", Takes::Regexes, "Each of these fits a word behind it."),
        may("spared", Takes::Regexes, "None of these does."),
    ],
);

static TRIAL: Keys = table(
    "[[trial]]",
    "Texts by which a check is tried.",
    &[
        may("roots", Takes::SomeTexts, "What the text is compared with, written in each of these ways."),
        must("good", Takes::SomeTexts, "Texts that such a check lets through."),
        must("bad", Takes::Tables(&TRIED), "Texts of which it refuses one."),
        must("through", Takes::Tables(&TRIED), "Texts that it should refuse, the most telling first."),
    ],
);

static TRIED: Keys = table(
    "a tried text",
    "A text that a check should refuse.",
    &[
        must("text", Takes::Text, "The text."),
        must("out", Takes::Regex, "What a text that comes out of the check still holds, if it does harm."),
        may("because", Takes::Text, "Why it does harm, as a clause."),
        may("needs", Takes::OneOf(NEEDS), "What must be known besides."),
        may("turned", Takes::SomeTexts, "For `needs = \"turned\"`: the text, and what is put in its place."),
    ],
);

const NEEDS: &[&str] = &["joined", "turned", "raw"];

pub(super) static CASE: Keys = table(
    "[[case]]",
    "A kind in a context, and the weakness that it is there.",
    &[
        must(
            "kind",
            Takes::Name,
            "A sink kind (flow, value, carried, filter, pattern, look, trial) or use kind (call, absence, order, missing, asserted, pattern, default, script, repeated).",
        ),
        may("contexts", Takes::Names, "Contexts of that kind; none means all."),
        must("cwe", Takes::Number(u16::MAX), "The CWE id."),
        may("review", Takes::Text, "Why an id that MITRE allows with review only is right."),
        may("severity", Takes::OneOf(SEVERITIES), "Overrides the rule's."),
        may("confidence", Takes::OneOf(CONFIDENCES), "The most confidence that a finding can have."),
        may(
            "gives_way",
            Takes::True,
            "It is not told of data that, in the same function, comes from the same place to the sink of another case.",
        ),
        may("in_force", Takes::True, "Shape `value`: a placeholder counts, as it holds until another text is put in."),
        may(
            "grows",
            Takes::OneOf(GROWTHS),
            "Shape `flow`: only where the time of reading the text by a pattern grows so with its length, or faster.",
        ),
        may(
            "differing",
            Takes::Text,
            "Shape `repeated`: the message where two places differ that have to agree; may hold slots.",
        ),
        may("carries", Takes::Regexes, "Shape `carried`: patterns of names of what must not go to another host."),
        may("assumes", Takes::Tables(&ASSUMES), "What a flow from a source of a kind assumes besides."),
        may("only", Takes::Tables(&ONLY), "Flows from a source of a kind count in one of these manners alone."),
        may("message", Takes::Text, "Overrides the rule's."),
        may("impact", Takes::Text, "Overrides the rule's."),
        may("repair", Takes::Text, "Overrides the rule's."),
        may(
            "called",
            Takes::Regexes,
            "Shape `asserted`: patterns of names of what is called or read that is such a use.",
        ),
        may("compared", Takes::Regexes, "Shape `asserted`: patterns of names of what is compared in such a use."),
        may("refusing", Takes::Names, "Shape `order`: only after earlier uses of these contexts that refuse."),
    ],
);

static REACHES: Keys = table(
    "`reaches`",
    "A sink that tells what the result of a use serves.",
    &[
        must("kind", Takes::Name, "A sink kind."),
        may("contexts", Takes::Names, "Contexts of that kind; none means all."),
        may("names", Takes::Regexes, "Patterns of names at the sink: one must match, and that is an assumption."),
        must("says", Takes::Text, "What that says; may hold slots."),
    ],
);

static ASSUMES: Keys = table(
    "`assumes`",
    "What a flow from a source of a kind assumes besides.",
    &[
        must("of", Takes::Name, "The source kind."),
        must("that", Takes::Text, "A clause that goes on from \"assumes that\"."),
    ],
);

static ONLY: Keys = table(
    "`only`",
    "A manner in which a flow from a source of a kind counts.",
    &[
        must("of", Takes::Name, "The source kind."),
        must(
            "how",
            Takes::OneOf(MANNERS),
            "`part`: the data becomes a part of a longer text; `checked`: it passes a check that does not hold; `below`: so it does, and is joined to a folder of the program's own; `leading`: the text begins with it.",
        ),
    ],
);

static FILTER: Keys = table(
    "a filter",
    "Shape `filter`: what code may mean to keep out of a text, with samples of it.",
    &[
        must("kind", Takes::Name, "The sink kind that the text is kept harmless for."),
        must("what", Takes::Text, "What it is meant to stop, a noun phrase."),
        must("marks", Takes::Regex, "What a constant holds by which such a filter tests or replaces."),
        must("hint", Takes::Regex, "What a file holds that has such a constant: plain words, quickly asked."),
        must("stops", Takes::SomeTexts, "Samples of which it stops one."),
        may("lets", Takes::True, "The marked test lets these samples pass: it is an exception from what is stopped."),
        may("removes", Takes::True, "Only replacements count, and samples of which they take something out."),
        may(
            "beside",
            Takes::SomeTexts,
            "With `lets`: samples of which the same text is asked for something that matches one.",
        ),
        may("spared", Takes::SomeTexts, "Samples that are no danger: what stops one serves something else."),
        may("known", Takes::Regex, "What a constant of the file holds where the danger is looked for in another way."),
        may("still", Takes::Regex, "What is still there when a replacement has not kept it out."),
        may(
            "names",
            Takes::Regexes,
            "Patterns of names near it that tell what it is for; without a match it is a lead.",
        ),
        must("passes", Takes::Tables(&PASSES), PASSES.says),
    ],
);

static PASSES: Keys = table(
    "`passes`",
    "A sample that must not pass; the first that does is told.",
    &[
        must("text", Takes::Text, "The text."),
        may("word", Takes::Text, "The part of it that is asked for where a text is compared as a whole."),
        must("because", Takes::Text, "Why it is as bad as what is stopped, a clause."),
        may(
            "raw",
            Takes::True,
            "It only counts where the text is as it was sent: no function of the program has made it.",
        ),
    ],
);

static LETTERS: Keys = table(
    "`letters`",
    "Shape `look`: letters that look like one of ASCII.",
    &[must("like", Takes::Text, "The letter of ASCII."), must("letters", Takes::Text, "Those that look like it.")],
);

static PAIR: Keys = table(
    "`pairs`",
    "Shape `look`: characters that change the order in which a line is shown.",
    &[must("opens", Takes::Text, "Those that begin it."), must("closes", Takes::Text, "Those that end it.")],
);

static FORMAT: Keys = table(
    "a format",
    "A form that only secrets have.",
    &[
        must("name", Takes::Text, "What such a literal is."),
        must("pattern", Takes::Regex, "What it looks like; a group `secret` is the part that is secret."),
        may("check", Takes::OneOf(CHECKS), "What else must hold of it."),
        must("example", Takes::SomeTexts, "One that was made up, in pieces that are put together."),
    ],
);
