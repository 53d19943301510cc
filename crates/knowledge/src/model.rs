//! Models: what a library's calls and attributes do.

use rustc_hash::FxHashMap;

use crate::{Computation, Condition, ContextId, KindId, KindSet, OfVersions, Port, PortBase, PortStep, Route};

/// A row: its place in [`Names::rows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u32);

/// A name of the modelled libraries, or a prefix of one: its place in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// One model file: `models/<language>/<library>.toml`.
#[derive(Clone, Debug)]
pub struct Model {
    /// The library as its users name it.
    pub library: String,
    /// The language, by its folder.
    pub language: String,
    /// Where its documentation is.
    pub homepage: String,
    /// The file, below the knowledge folder.
    pub file: String,
    /// Its rows, in order.
    pub rows: Vec<RowId>,
    /// Whether it is of the reviewed project's own.
    pub local: bool,
}

/// One row of a model.
#[derive(Clone, Debug)]
pub struct Row {
    /// The file it stands in, below the knowledge folder.
    pub file: String,
    /// Its line there, from 1.
    pub line: u32,
    /// The API's dotted name; `?.name` for a method of an unknown receiver.
    pub api: String,
    /// For `?.name`: the receiver's variable or attribute must have one of these names; a match is an assumption. `*`
    /// stands for any receiver of unknown type, and is for methods that hardly anything else has.
    pub receivers: Vec<String>,
    /// All must hold (an unknown answer does not hold).
    pub when: Vec<Condition>,
    /// None may hold (an unknown answer does not).
    pub unless: Vec<Condition>,
    /// The versions of the library that it speaks of; all when absent.
    pub versions: Option<Box<OfVersions>>,
    /// Who wrote it.
    pub origin: Origin,
    /// Whether it is of the reviewed project's own.
    pub local: bool,
    /// What it says.
    pub effect: Effect,
    /// How to do it safely with this library, in words that end the sentence "To mitigate this risk, …".
    pub repair: Option<String>,
    /// Safe code, which must itself review clean.
    pub example: Option<String>,
    /// What is particular to this API and worth knowing, a clause: "sqlite3 runs one statement a call".
    pub fact: Option<String>,
}

/// Who wrote a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A person who read the documentation.
    Manual,
    /// A program; lowers confidence.
    Generated,
}

/// What a row says.
#[derive(Clone, Debug)]
pub enum Effect {
    /// `[[source]]`: data of that kind comes out at the port.
    Source {
        /// The kind.
        kind: KindId,
        /// Where it comes out; `value` for an attribute, `return` for a call, `1(0)` for a callback's parameter.
        to: Port,
        /// In a handler whose path is constant and does not hold this, it is what the route says, and no source.
        fixed_without: Option<String>,
        /// It is a map with the fields of the object's class as keys: what they say of themselves holds for what it has.
        by_field: bool,
        /// Where this is a place of the program's own, it is no source.
        own: Option<Port>,
        /// It is a map of what the path says, by the names of its parts.
        by_route: bool,
        /// The states that it is in.
        becomes: KindSet,
        /// The states that it is in where the route's path decides how it begins.
        becomes_routed: KindSet,
    },
    /// `[[sink]]`: what goes in at one of the ports must not be controlled by others.
    Sink {
        /// The kind.
        kind: KindId,
        /// How it is used.
        context: Option<ContextId>,
        /// Where it goes in.
        from: Vec<Port>,
        /// Where what the call gives is only asked for by these methods, it is no sink.
        only_for: Vec<String>,
        /// The attribute of the class, or the argument by name, with a text that has places for arguments by name: what goes
        /// in there is meant as well.
        fills: Option<String>,
        /// The pattern by which it is read: without a constant one it is no sink.
        by: Option<Box<ReadBy>>,
    },
    /// `[[named]]`: what is given to a variable, attribute, key or function of such a name is what the name says.
    Named {
        /// The sink kind.
        kind: KindId,
        /// How it is used.
        context: Option<ContextId>,
        /// Patterns of the names.
        names: Vec<crate::Pattern>,
    },
    /// `[[compared]]`: what is compared for equality with such another side is of a sink kind.
    Compared {
        /// The sink kind.
        kind: KindId,
        /// How it is used.
        context: Option<ContextId>,
        /// The other side.
        with: OtherSide,
    },
    /// `[[sanitizer]]`: what comes out is harmless for these kinds.
    Sanitizer {
        /// The sink kinds it is harmless for.
        kinds: KindSet,
        /// What goes in.
        from: Port,
        /// Where the harmless value comes out.
        to: Port,
        /// Whether it codes the text, so that decoding brings back what it was.
        codes: bool,
    },
    /// `[[pass]]`: what goes in comes out.
    Pass {
        /// What goes in.
        from: Vec<Port>,
        /// Where it comes out.
        to: Port,
        /// What happens to its text.
        string: StringEffect,
        /// What it has then become.
        becomes: KindSet,
        /// What is in a state is in another one then.
        turns: Vec<(KindId, KindId)>,
        /// What is replaced in it, all over.
        replaces: Option<Replaces>,
        /// What comes out is what this group of the pattern stands for, by which the receiver was found.
        group: Option<Port>,
        /// The sinks for which it stays harmless when it is.
        keeps: KindSet,
        /// What is put before each part but the first, unless a part begins with it itself; where parts are taken out of a
        /// text, what stands between them.
        separator: Option<String>,
        /// What comes out was cut off at this text, and does not hold it.
        cut_at: Option<Port>,
        /// What comes out is a pattern with its flags.
        flags: Option<Flags>,
    },
    /// `[[clean]]`: the call's result carries nothing of its arguments (a length, a comparison, a fresh object).
    Clean,
    /// `[[raises]]`: the call fails with exceptions of these classes and no others.
    Raises {
        /// Dotted names of classes.
        types: Vec<String>,
    },
    /// `[[exception]]`: the class is one of exceptions, or the API initialises such: an instance keeps what it is made of
    /// in an attribute, and says it when its text is asked for.
    Exception {
        /// The attribute.
        arguments: String,
    },
    /// `[[suppresses]]`: leaving what the call gives swallows exceptions.
    Suppresses {
        /// The classes of those that are swallowed.
        classes: Port,
    },
    /// `[[enters]]`: the call enters a managed resource, and gives what that gives.
    Enters {
        /// The resource.
        from: Port,
        /// The method that entering runs.
        method: String,
    },
    /// `[[stops]]`: the call never returns.
    Stops,
    /// `[[guard]]`: the call tells whether a value is harmless for these kinds.
    Guard {
        /// The sink kinds.
        kinds: KindSet,
        /// The value that is checked.
        checks: Port,
        /// The outcome that means harmless.
        safe: Polarity,
        /// What the value must have become before, or the check shows nothing.
        needs: KindSet,
    },
    /// `[[test]]`: the outcome tells what a text is like.
    Test {
        /// The text.
        checks: Port,
        /// What is asked of it.
        asks: TextTest,
        /// What it is compared with.
        text: Port,
    },
    /// `[[mistaken]]`: the call is widely taken for a protection against these kinds, and is none.
    Mistaken(Box<Mistaken>),
    /// `[[computes]]`: what comes out is known where what goes in is. It changes nothing of what the analysis knows.
    Computes {
        /// What it computes.
        does: Computation,
    },
    /// `[[letters]]`: something true tells that a text is made of these letters alone.
    Letters {
        /// The text.
        checks: Port,
        /// The letters, as a pattern of one.
        letters: String,
    },
    /// `[[every]]`: the outcome tells what all elements are as conditions.
    Every {
        /// The elements.
        of: Port,
        /// With this outcome, each of them has this outcome, too.
        outcome: bool,
    },
    /// `[[constant]]`: what is read is always that literal.
    Constant {
        /// The literal.
        is: crate::Literal,
    },
    /// `[[enumeration]]`: a class on this base has an instance for each value that its body binds, and making one of a
    /// value finds that instance, or fails.
    Enumeration {
        /// The attribute of an instance that is its value.
        value: String,
        /// Attributes of the class that are maps of which the keys are the names, or the values, of its instances.
        maps: Vec<String>,
    },
    /// `[[opens]]`: the call gives a file, or what stands in it, or writes it.
    Opens {
        /// The file's path.
        path: Port,
        /// Whether it is written.
        writes: bool,
    },
    /// `[[data]]`: the call reads a file of data.
    Data {
        /// The word for how it is written.
        format: String,
        /// The file's path, or the file or its text as an `[[opens]]` gives it.
        file: Port,
        /// Whether `file` is the path.
        is_path: bool,
        /// Where what it holds comes out.
        to: Port,
    },
    /// `[[kept]]`: what goes in there comes out of other calls that name the same store.
    Kept {
        /// The store.
        store: String,
        /// What is kept.
        from: Option<Port>,
        /// Where what is kept comes out.
        to: Option<Port>,
        /// The entry under which it is kept, where that is constant; without it the whole is.
        at: Option<Port>,
    },
    /// `[[sequence]]`: the call changes which element of its receiver stands where, or makes a collection of others.
    Sequence {
        /// What it does.
        does: Move,
        /// The position; the last when absent or not given.
        at: Option<Port>,
        /// The element.
        value: Option<Port>,
    },
    /// `[[use]]`: the call is of a kind by itself.
    Use {
        /// The kind.
        kind: KindId,
        /// How.
        context: Option<ContextId>,
        /// The value that it is about, for weaknesses of order.
        on: Option<Port>,
        /// The argument that names it (a cookie's name), for rules that look at names.
        named: Option<Port>,
        /// The settings that it may be given.
        settings: Vec<Setting>,
    },
    /// `[[bound]]`: a body that binds the name so is of that kind.
    Bound(Box<crate::Bound>),
    /// `[[returns]]`: the call gives an instance of one of these classes.
    Returns {
        /// Dotted names of classes.
        types: Vec<String>,
    },
    /// `[[value]]`: reading the attribute gives an instance of one of these classes.
    Value {
        /// Dotted names of classes.
        types: Vec<String>,
    },
    /// `[[type]]`: the name is a class.
    Type {
        /// Dotted names of its bases.
        bases: Vec<String>,
        /// Other dotted names of the same class.
        aliases: Vec<String>,
        /// What a value of unknown type is called that may be an instance.
        called: Vec<String>,
        /// Attributes and methods that tell that it is one.
        known_by: Vec<String>,
    },
    /// `[[alias]]`: the name is another name for an API.
    Alias {
        /// The API's own dotted name.
        of: String,
    },
    /// `[[route]]`: a function becomes an entry point.
    Route(Box<Route>),
    /// `[[decorates]]`: what the API decorates is an instance of that class besides.
    Decorates {
        /// The dotted name of the class.
        class: String,
        /// Calls by the class's methods hand over the object itself first.
        bound: bool,
    },
    /// `[[wiring]]`: the API calls what it is given.
    Wiring {
        /// Who is called with what.
        invokes: Invocation,
    },
    /// `[[renders]]`: the call shows, or gives, a template of the program.
    Renders {
        /// The template's name or text, or what a call with that as its first argument gives.
        template: Port,
        /// Maps whose entries are names for it; named arguments always are.
        context: Vec<Port>,
        /// Only of templates that escape what they show by themselves.
        escaping: bool,
        /// The template's own names are what the call gives, and it is not shown.
        gives_names: bool,
    },
}

impl Effect {
    /// Whether it says nothing of what a call gives.
    pub fn says_nothing_of_results(&self) -> bool {
        matches!(
            self,
            Self::Type { .. } | Self::Alias { .. } | Self::Mistaken(_) | Self::Opens { .. } | Self::Computes { .. }
        )
    }

    /// Whether what comes out carries no text of what went in.
    pub fn is_without_text(&self) -> bool {
        use StringEffect::{Length, Number, Truth, Whole, YesNo};
        matches!(self, Self::Clean | Self::Pass { string: Number | Whole | YesNo | Length | Truth, .. })
    }
}

/// A pattern by which a text is read.
#[derive(Clone, Debug)]
pub struct ReadBy {
    /// The pattern, with its flags where it has brought them with it.
    pub pattern: Port,
    /// The language in which it is written.
    pub dialect: String,
    /// Flags that are given besides.
    pub flags: Option<Flags>,
}

/// Flags of a pattern: a number, and what says the same at the pattern's beginning.
#[derive(Clone, Debug)]
pub struct Flags {
    /// The number.
    pub number: Port,
    /// For each flag its bits and how it is written.
    pub written: Vec<(i64, String)>,
}

impl Flags {
    /// The pattern with these flags written at its beginning.
    pub fn written(&self, number: i64, pattern: &str) -> String {
        let set = self.written.iter().filter(|(bits, _)| number & bits == *bits);
        set.map(|(_, text)| text.as_str()).chain([pattern]).collect()
    }
}

/// What is widely taken for a protection, and is none. It changes nothing of what the analysis knows; where data comes
/// through all the same, the report says why.
#[derive(Clone, Debug)]
pub struct Mistaken {
    /// The sink kinds against which it is thought to protect.
    pub kinds: KindSet,
    /// The value that is checked, or changed.
    pub checks: Port,
    /// The outcome that is taken for harmless; for a call whose result is taken for harmless, nothing.
    pub safe: Option<Polarity>,
    /// Why it does not hold, a clause.
    pub because: String,
    /// Inputs that pass it, the most telling first; `{0}` stands for the constant text of the argument at that position.
    pub passes: Vec<String>,
    /// Whether it is asked for other reasons as well: who asks it need not have seen the danger.
    pub is_common: bool,
}

/// One possible setting of a use.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The kind of setting.
    pub kind: KindId,
    /// It is given when all of these hold; it is missing when one of them surely does not; else unknown.
    pub when: Vec<Condition>,
}

/// A callback that an API calls.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The port that holds the function.
    pub callee: Port,
    /// What it is called with: port → parameter position. What stands at `return` is what it gave before.
    pub arguments: Vec<(Port, u8)>,
    /// The port of which the elements are further arguments, by position.
    pub spread: Option<Port>,
    /// The port of which the entries are further arguments, by name.
    pub spread_named: Option<Port>,
    /// The call's own arguments from this position on, and those with a name, are further arguments.
    pub further: Option<u8>,
    /// Where its result comes out.
    pub result: Option<Port>,
    /// What comes out, as it went in, when the result is true: from, to.
    pub allows: Option<(Port, Port)>,
    /// It is called with the arguments of this very call.
    pub as_called: bool,
}

impl Invocation {
    /// Whether it calls all functions that its receiver keeps, with the arguments of this very call.
    pub fn calls_what_receiver_keeps(&self) -> bool {
        self.as_called && self.callee.base == PortBase::Receiver && self.callee.steps == [PortStep::Element]
    }
}

/// Which outcome of a guard means harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// It returns something true.
    True,
    /// It returns something false.
    False,
    /// It returns at all, and does not raise.
    Returns,
    /// What it returns, or what is read, equals something that others do not control, or is one of several such.
    Equals,
    /// Among the elements of what it returns, or of what is read, is something that others do not control.
    Holds,
}

/// What a pass replaces in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaces {
    /// The text, or the pattern.
    pub what: Port,
    /// Whether it is a pattern.
    pub is_pattern: bool,
    /// What stands there then; nothing when absent.
    pub by: Option<Port>,
}

/// What is asked of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextTest {
    /// Whether it begins so.
    Begins,
    /// Whether it ends so.
    Ends,
    /// Whether it holds that.
    Holds,
    /// Whether the pattern matches it from beginning to end.
    Matches,
    /// Whether the pattern matches its beginning.
    MatchesStart,
    /// Whether the pattern matches some part of it.
    MatchesPart,
}

/// How a sequence changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// One more at the end.
    Append,
    /// One more at a position.
    Insert,
    /// The one at a position is removed, and given.
    Take,
    /// The first that equals a value is removed.
    Remove,
    /// All are removed.
    Clear,
    /// Any may stand anywhere then; without a receiver: what is given has those of the value.
    Mix,
    /// One more before the first.
    Prepend,
    /// The first is removed, and given.
    TakeFirst,
    /// Those of the value come behind the last.
    Extend,
    /// The last is the first then; without a receiver: what is given has those of the value so.
    Reverse,
    /// What is given has the elements of the value, each at its place; of a map, its keys.
    Copy,
    /// What is given has tuples: those at one place in all positional arguments.
    Zip,
    /// The entry under a key is removed, and given.
    TakeKey,
    /// The value stands at a port, instead of what is there.
    Put,
    /// The value stands at a port, unless something does.
    Default,
    /// Entries of the positional arguments, and the named arguments, stand in the receiver, or in what is given, the
    /// later instead of the earlier.
    Merge,
    /// The same, the earlier instead of the later.
    Layer,
    /// What is given is the value or the receiver, with the named arguments as attributes instead of its own.
    Change,
    /// What is given has the attributes of the value as entries.
    Attributes,
}

/// What a pass does to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StringEffect {
    /// The same text or object.
    Same,
    /// The text with something before, after or around it.
    Format,
    /// Parts put together.
    Join,
    /// A part of the text.
    Part,
    /// Ends trimmed.
    Strip,
    /// Letters' case changed.
    Case,
    /// Some of it replaced.
    Replace,
    /// A reversible encoding.
    Encode,
    /// The reverse of one.
    Decode,
    /// A text as bytes, or bytes as the text that they are.
    Bytes,
    /// The bytes that it writes, two digits each.
    Hex,
    /// The text that stands for a value.
    Text,
    /// A number that is made of it, or is one already: text of others does not survive that.
    Number,
    /// The whole number that it writes or is.
    Whole,
    /// Whether it writes yes (`1`, `yes`, `true`, `on`) or no (`0`, `no`, `false`, `off`), in letters of any size.
    YesNo,
    /// How long it is.
    Length,
    /// Whether it counts as true.
    Truth,
    /// Something else that still carries the text.
    Other,
}

/// All that is known of one name.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// The full dotted name.
    pub name: String,
    /// The rows that speak of it, in order of file and line.
    pub rows: Vec<RowId>,
    /// Whether it is a class.
    pub is_class: bool,
    /// The bases, for a class.
    pub bases: Vec<NodeId>,
    /// What a call of it gives an instance of.
    pub returns: Vec<NodeId>,
    /// What a read of it gives an instance of.
    pub value: Vec<NodeId>,
    /// The name it is another name of.
    pub alias: Option<NodeId>,
    /// Whether it is a class whose instances keep functions, which one of its methods calls with its own arguments.
    pub keeps_callees: bool,
}

/// The modelled names as a tree of their dotted parts, and the rows.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Node 0 is the root, which has no name.
    pub apis: Vec<Api>,
    /// Children by parent and name part.
    pub children: FxHashMap<(NodeId, Box<str>), NodeId>,
    /// Rows for methods of unknown receivers, by method name.
    pub heuristic: FxHashMap<Box<str>, Vec<RowId>>,
    /// Classes an instance of which is known by what is used of it, and the rows that say by what, in order.
    pub known_by_parts: Vec<(NodeId, RowId)>,
    /// The rows that speak of names which code gives to values.
    pub named: Vec<RowId>,
    /// Rows that speak of what is compared.
    pub compared: Vec<RowId>,
    /// Rows that speak of stores.
    pub kept: Vec<RowId>,
    /// Rows that speak of the question whether a text holds another, which languages ask with an operator.
    pub holding: Vec<RowId>,
    /// What APIs compute. Their rows stand here alone: nothing but a trial asks for them.
    pub computes: FxHashMap<NodeId, Computation>,
    /// The rows that speak of some versions alone.
    pub versioned: Vec<RowId>,
    /// All rows.
    pub rows: Vec<Row>,
}

/// The other side of a comparison.
#[derive(Clone, Debug)]
pub enum OtherSide {
    /// It surely is data of a source kind.
    Data(KindId),
    /// It is read under a name that fits one of `names` and none of `not`, and is no data of the same kind.
    Called {
        /// Patterns of names, each with the name of what it is read from before a dot.
        names: Vec<crate::Pattern>,
        /// Patterns of names that are not meant.
        not: Vec<crate::Pattern>,
    },
}

impl OtherSide {
    /// Whether a name is one that is meant.
    pub fn is_called(&self, name: &str) -> bool {
        let Self::Called { names, not } = self else { return false };
        let is_in = |patterns: &[crate::Pattern]| patterns.iter().any(|pattern| pattern.is_match(name));
        is_in(names) && !is_in(not)
    }
}

impl Names {
    /// The root, from which dotted names start.
    pub const ROOT: NodeId = NodeId(0);

    /// What is known of a name.
    pub fn api(&self, node: NodeId) -> &Api {
        &self.apis[node.0 as usize]
    }

    /// A row.
    pub fn row(&self, id: RowId) -> &Row {
        &self.rows[id.0 as usize]
    }

    /// The name's part of that name, aliases resolved.
    pub fn child(&self, parent: NodeId, part: &str) -> Option<NodeId> {
        let node = *self.children.get(&(parent, part) as &dyn NameKey)?;
        Some(self.api(node).alias.unwrap_or(node))
    }

    /// The node of a full dotted name, aliases resolved on the way.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        name.split('.').try_fold(Self::ROOT, |node, part| self.child(node, part))
    }

    /// The member of a class of that name, its bases searched breadth first; at most 64 classes are looked at.
    pub fn member(&self, class: NodeId, part: &str) -> Option<NodeId> {
        let mut queue = vec![class];
        let mut at = 0;
        while let Some(&class) = queue.get(at) {
            if let Some(member) = self.child(class, part) {
                return Some(member);
            }
            for &base in &self.api(class).bases {
                if queue.len() < 64 && !queue.contains(&base) {
                    queue.push(base);
                }
            }
            at += 1;
        }
        None
    }
}

/// Lets a `(NodeId, Box<str>)` map be asked with a `(NodeId, &str)`.
trait NameKey {
    fn parts(&self) -> (NodeId, &str);
}

impl NameKey for (NodeId, Box<str>) {
    fn parts(&self) -> (NodeId, &str) {
        (self.0, &self.1)
    }
}

impl NameKey for (NodeId, &str) {
    fn parts(&self) -> (NodeId, &str) {
        (self.0, self.1)
    }
}

impl PartialEq for dyn NameKey + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn NameKey + '_ {}

impl std::hash::Hash for dyn NameKey + '_ {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl<'a> std::borrow::Borrow<dyn NameKey + 'a> for (NodeId, Box<str>) {
    fn borrow(&self) -> &(dyn NameKey + 'a) {
        self
    }
}
