//! The grammar of expressions: names, attributes, subscripts, calls, filters, tests, operators, literals.
//!
//! Takes the words of a tag or hole; gives a tree, whose depth is bounded by the number of words and by [`DEEPEST`].

use ir::Span;

use super::tokens::Token;

/// How deep brackets and operators may stand in each other.
const DEEPEST: usize = 60;

/// An expression and its place.
#[derive(Clone, Debug)]
pub(super) struct Expr<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) span: Span,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub(super) enum Kind<'a> {
    Name(&'a str),
    Text(&'a str),
    Int(i64),
    Number(&'a str),
    Bool(bool),
    Null,
    Attribute(Box<Expr<'a>>, &'a str),
    Item(Box<Expr<'a>>, Box<Expr<'a>>),
    Slice(Box<Expr<'a>>),
    Call(Box<Expr<'a>>, Vec<Given<'a>>),
    Filter(Box<Expr<'a>>, &'a str, Vec<Given<'a>>),
    /// A test by name; what it tells is no text.
    Test(Box<Expr<'a>>),
    Not(Box<Expr<'a>>),
    Both(Box<Expr<'a>>, Box<Expr<'a>>),
    Either(Box<Expr<'a>>, Box<Expr<'a>>),
    Compare(&'static str, Box<Expr<'a>>, Box<Expr<'a>>),
    Binary(&'static str, Box<Expr<'a>>, Box<Expr<'a>>),
    Choice(Box<Expr<'a>>, Box<Expr<'a>>, Option<Box<Expr<'a>>>),
    List(Vec<Expr<'a>>),
    Map(Vec<(Expr<'a>, Expr<'a>)>),
}

/// An argument.
#[derive(Clone, Debug)]
pub(super) struct Given<'a> {
    pub(super) how: How<'a>,
    pub(super) value: Expr<'a>,
}

/// How an argument is passed.
#[derive(Clone, Copy, Debug)]
pub(super) enum How<'a> {
    Position,
    Name(&'a str),
    Spread,
    SpreadNamed,
}

/// Words that are being read.
pub(super) struct Words<'a, 't> {
    tokens: &'t [(Token<'a>, Span)],
    at: usize,
    depth: usize,
}

impl<'a, 't> Words<'a, 't> {
    pub(super) fn new(tokens: &'t [(Token<'a>, Span)]) -> Self {
        Self { tokens, at: 0, depth: 0 }
    }

    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).map(|(token, _)| *token)
    }

    pub(super) fn is_over(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.peek();
        self.at += 1;
        token
    }

    pub(super) fn name(&mut self) -> Option<&'a str> {
        match self.peek() {
            Some(Token::Name(name)) => {
                self.at += 1;
                Some(name)
            }
            _ => None,
        }
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(found)) if found == sign)
    }

    pub(super) fn sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    pub(super) fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(name)) if name == word);
        self.at += usize::from(found);
        found
    }

    fn start(&self) -> Span {
        self.tokens.get(self.at).or(self.tokens.last()).map(|(_, span)| *span).unwrap_or_default()
    }

    fn span_from(&self, start: Span) -> Span {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(start, |(_, span)| *span);
        start.cover(last)
    }

    fn made(&self, start: Span, kind: Kind<'a>) -> Expr<'a> {
        Expr { kind, span: self.span_from(start) }
    }

    /// An expression; nothing when the words are none.
    pub(super) fn expr(&mut self) -> Option<Expr<'a>> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let found = self.choice();
        self.depth -= 1;
        found
    }

    /// Expressions with commas between.
    pub(super) fn tuple(&mut self) -> Option<Expr<'a>> {
        let start = self.start();
        let first = self.expr()?;
        if !self.is_sign(",") {
            return Some(first);
        }
        let mut all = vec![first];
        while self.sign(",") && !self.is_over() {
            all.push(self.expr()?);
        }
        Some(self.made(start, Kind::List(all)))
    }

    fn choice(&mut self) -> Option<Expr<'a>> {
        let start = self.start();
        let mut value = self.any()?;
        while self.word("if") {
            let condition = Box::new(self.any()?);
            let other = if self.word("else") { Some(Box::new(self.expr()?)) } else { None };
            value = self.made(start, Kind::Choice(condition, Box::new(value), other));
        }
        Some(value)
    }

    fn any(&mut self) -> Option<Expr<'a>> {
        let start = self.start();
        let mut value = self.all()?;
        while self.word("or") {
            let right = Box::new(self.all()?);
            value = self.made(start, Kind::Either(Box::new(value), right));
        }
        Some(value)
    }

    fn all(&mut self) -> Option<Expr<'a>> {
        let start = self.start();
        let mut value = self.negated()?;
        while self.word("and") {
            let right = Box::new(self.negated()?);
            value = self.made(start, Kind::Both(Box::new(value), right));
        }
        Some(value)
    }

    fn negated(&mut self) -> Option<Expr<'a>> {
        let start = self.start();
        let mut nots = 0;
        while self.word("not") {
            nots += 1;
        }
        let value = self.compared()?;
        Some(if nots % 2 == 1 { self.made(start, Kind::Not(Box::new(value))) } else { value })
    }

    fn compared(&mut self) -> Option<Expr<'a>> {
        let start = self.start();
        let mut value = self.sum()?;
        loop {
            let operator = ["==", "!=", "<=", ">=", "<", ">"].into_iter().find(|sign| self.sign(sign));
            let operator = match operator {
                Some(operator) => operator,
                None if self.word("in") => "in",
                None if self.peek() == Some(Token::Name("not")) => {
                    let before = self.at;
                    self.at += 1;
                    if !self.word("in") {
                        self.at = before;
                        return Some(value);
                    }
                    "not in"
                }
                None => return Some(value),
            };
            let right = Box::new(self.sum()?);
            value = self.made(start, Kind::Compare(operator, Box::new(value), right));
        }
    }

    fn sum(&mut self) -> Option<Expr<'a>> {
        let start = self.start();
        let mut value = self.postfix()?;
        let signs = ["~", "+", "-", "**", "*", "//", "/", "%"];
        while let Some(operator) = signs.into_iter().find(|sign| self.sign(sign)) {
            let right = Box::new(self.postfix()?);
            value = self.made(start, Kind::Binary(operator, Box::new(value), right));
        }
        Some(value)
    }

    /// A value and what stands behind it: parts, calls, filters and tests.
    fn postfix(&mut self) -> Option<Expr<'a>> {
        let start = self.start();
        let mut value = self.atom()?;
        loop {
            let kind = if self.sign(".") {
                match self.next()? {
                    Token::Name(name) => Kind::Attribute(Box::new(value), name),
                    Token::Int(number) => {
                        let key = self.made(start, Kind::Int(number));
                        Kind::Item(Box::new(value), Box::new(key))
                    }
                    _ => return None,
                }
            } else if self.sign("[") {
                self.subscript(value)?
            } else if self.sign("(") {
                Kind::Call(Box::new(value), self.arguments(")")?)
            } else if self.sign("|") {
                self.filter(value)?
            } else if self.word("is") {
                let negated = self.word("not");
                let test = self.test(value, start)?;
                if negated { Kind::Not(Box::new(test)) } else { test.kind }
            } else {
                return Some(value);
            };
            value = self.made(start, kind);
        }
    }

    fn subscript(&mut self, base: Expr<'a>) -> Option<Kind<'a>> {
        let mut is_slice = false;
        let mut key = None;
        while !self.sign("]") {
            if self.sign(":") {
                is_slice = true;
            } else {
                key = Some(self.tuple()?);
            }
        }
        match key {
            Some(key) if !is_slice => Some(Kind::Item(Box::new(base), Box::new(key))),
            _ => Some(Kind::Slice(Box::new(base))),
        }
    }

    fn filter(&mut self, value: Expr<'a>) -> Option<Kind<'a>> {
        let mut name = self.name()?;
        while self.sign(".") {
            name = self.name()?;
        }
        let mut arguments = Vec::new();
        if self.sign("(") {
            arguments = self.arguments(")")?;
        } else if self.sign(":") {
            // Django's way to write the argument.
            let value = self.atom()?;
            arguments.push(Given { how: How::Position, value });
        }
        Some(Kind::Filter(Box::new(value), name, arguments))
    }

    fn test(&mut self, value: Expr<'a>, start: Span) -> Option<Expr<'a>> {
        let name = self.name()?;
        let value = Box::new(value);
        let kind = match name {
            "none" | "None" => {
                let null = Box::new(self.made(start, Kind::Null));
                Kind::Compare("==", value, null)
            }
            _ => {
                if self.sign("(") {
                    self.arguments(")")?;
                } else if !matches!(self.peek(), None | Some(Token::Sign(_)))
                    && !matches!(self.peek(), Some(Token::Name("and" | "or" | "if" | "else" | "is" | "not" | "in")))
                {
                    self.atom()?;
                }
                Kind::Test(value)
            }
        };
        Some(self.made(start, kind))
    }

    fn arguments(&mut self, end: &str) -> Option<Vec<Given<'a>>> {
        let mut all = Vec::new();
        while !self.sign(end) {
            let how = if self.sign("**") {
                How::SpreadNamed
            } else if self.sign("*") {
                How::Spread
            } else {
                match (self.peek(), self.tokens.get(self.at + 1)) {
                    (Some(Token::Name(name)), Some((Token::Sign("="), _))) => {
                        self.at += 2;
                        How::Name(name)
                    }
                    _ => How::Position,
                }
            };
            all.push(Given { how, value: self.expr()? });
            if !self.sign(",") && !self.is_sign(end) {
                return None;
            }
        }
        Some(all)
    }

    fn atom(&mut self) -> Option<Expr<'a>> {
        if self.depth >= DEEPEST {
            return None;
        }
        let start = self.start();
        let kind = match self.next()? {
            Token::Name("true" | "True") => Kind::Bool(true),
            Token::Name("false" | "False") => Kind::Bool(false),
            Token::Name("none" | "None") => Kind::Null,
            Token::Name("and" | "or" | "if" | "else" | "in" | "is") => return None,
            Token::Name(name) => Kind::Name(name),
            Token::Text(text) => Kind::Text(text),
            Token::Int(number) => Kind::Int(number),
            Token::Number(number) => Kind::Number(number),
            Token::Sign("-" | "+") => {
                self.depth += 1;
                let value = self.postfix();
                self.depth -= 1;
                let zero = Box::new(self.made(start, Kind::Int(0)));
                Kind::Binary("-", zero, Box::new(value?))
            }
            Token::Sign("(") => {
                let mut all = Vec::new();
                let mut is_tuple = false;
                while !self.sign(")") {
                    all.push(self.expr()?);
                    is_tuple |= self.sign(",");
                }
                match (is_tuple, all.len()) {
                    (false, 1) => return all.pop(),
                    _ => Kind::List(all),
                }
            }
            Token::Sign("[") => {
                let mut all = Vec::new();
                while !self.sign("]") {
                    all.push(self.expr()?);
                    self.sign(",");
                }
                Kind::List(all)
            }
            Token::Sign("{") => {
                let mut all = Vec::new();
                while !self.sign("}") {
                    let key = self.expr()?;
                    if !self.sign(":") {
                        return None;
                    }
                    all.push((key, self.expr()?));
                    self.sign(",");
                }
                Kind::Map(all)
            }
            Token::Sign(_) => return None,
        };
        Some(self.made(start, kind))
    }
}
