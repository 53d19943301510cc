//! Routes: which functions of a program a framework calls, and with what. Read from `[[route]]` rows.

use crate::{ContextId, KindId, KindSet, Pattern, Port};

/// What makes a function an entry point, and what its parameters and its result are.
#[derive(Clone, Debug)]
pub struct Route {
    /// How the function is found.
    pub via: Via,
    /// The kind of what its parameters hold; `None` when they hold nothing of others.
    pub parameters: Option<KindId>,
    /// The sink kinds for which what they hold is harmless, because the framework lets pass only what a schema names.
    pub harmless: crate::KindSet,
    /// Parameters (names) that do not.
    pub except: Vec<String>,
    /// Of the parameters whose declared type is known, only those hold it that are declared as one of these classes
    /// (dotted names) or a class below one; all when empty.
    pub of_types: Vec<String>,
    /// A parameter whose default is a call of one of these APIs holds what that call gives, and no more.
    pub filled_by: Vec<String>,
    /// What the framework hands over: an instance of one of these classes, to the parameter at that position.
    pub gives: Vec<(u8, Vec<String>)>,
    /// Where its result goes: a sink kind and context.
    pub returns: Option<(KindId, Option<ContextId>)>,
    /// The argument that tells the path, for reports.
    pub path: Option<Port>,
    /// Whether that path is a regular expression.
    pub is_pattern: bool,
    /// What in such a path stands for a name that is not empty and holds no slash.
    pub segment: Option<Pattern>,
    /// Calls (dotted names) that give further routes to be put under the path, and where they are given them.
    pub includes: Option<(Vec<String>, Port)>,
    /// The argument that tells the methods, for reports.
    pub methods: Option<Port>,
    /// What the path says of a parameter: where it holds the text, `{name}` standing for the parameter, the
    /// parameter is harmless for these sink kinds, or is text of these states.
    pub converters: Vec<(String, KindSet)>,
    /// Methods (dotted names) whose call on a class gives a handler that calls the class's methods with what the path says.
    pub made_by: Vec<String>,
    /// Whether a request of a client runs it, so that a check of who asks may be expected in it.
    pub client: bool,
    /// It runs before handlers, and what it checks is checked for these.
    pub guards: Option<Guards>,
}

/// For which handlers a function checks that runs before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guards {
    /// Those that are put into the same object.
    Router,
    /// The other methods of its class.
    Class,
    /// All of the program.
    Program,
}

/// How a route's function is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// It is decorated with the API (or with a call of it).
    Decorator,
    /// It is passed to a call of the API, at this port.
    Argument(Port),
    /// It is a method of one of these names in a class that has the API as a base. A name that ends in `*` stands for
    /// all that begin so.
    Base(Vec<String>),
    /// It is public in a package that is made for other programs.
    Public,
    /// It looks like what the framework calls: an assumption.
    Looks(Looks),
}

/// What a function looks like that nothing but its form tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// The names of its parameters, in order, the receiver apart; it may have more that need not be given.
    pub takes: Vec<String>,
    /// Its own name is one of these, if there are any.
    pub called: Vec<String>,
    /// The function around it, or its class's constructor, has a parameter of that name.
    pub within: Option<String>,
    /// Its class has a base whose name ends so.
    pub base_ends: Option<String>,
}

impl Via {
    /// Whether a base's methods of that name are meant.
    pub fn means_method(&self, name: &str) -> bool {
        let Self::Base(methods) = self else { return false };
        methods.iter().any(|method| match method.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning) && !name.starts_with('_'),
            None => method == name,
        })
    }
}
