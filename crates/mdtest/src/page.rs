//! Pages: Markdown whose code blocks are small programs.
//!
//! Every heading begins a section, and every section is a program of its own. A block tagged with a language is a file;
//! a path in bold on the line before it names it (then any tag will do), and blocks of one path are put together. A
//! `toml` block holds settings, a `report` block the finding as a review prints it.

use crate::mark::marks_of;
use crate::{Failure, Mark, PageSettings};

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// How it is named in failures; the path below the repository.
    pub path: String,
    /// The settings in the part before the second heading.
    pub settings: PageSettings,
    /// The sections, in order; the part below the title is the first.
    pub sections: Vec<Section>,
    /// What is wrong with the page itself.
    pub problems: Vec<Failure>,
}

/// A heading and what stands below it, up to the next one.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// How many `#` it has.
    pub level: usize,
    /// Its line.
    pub line: u32,
    /// The paragraphs.
    pub prose: String,
    /// The settings of this section alone.
    pub settings: PageSettings,
    /// The program.
    pub files: Vec<CodeFile>,
    /// What is said of it.
    pub marks: Vec<Mark>,
    /// The `report` block, and the line on which its text begins.
    pub report: Option<(String, u32)>,
}

/// A file of a program, with the page's line for each of its lines.
#[derive(Clone, Debug)]
pub struct CodeFile {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
    /// For each line, the page's line.
    pub lines: Vec<u32>,
}

/// The tags of blocks that are files without being named, and the name that they have then.
const LANGUAGES: [(&str, &str); 6] = [
    ("python", "example.py"),
    ("yaml", "example.yaml"),
    ("dotenv", ".env"),
    ("dockerfile", "Dockerfile"),
    ("ini", "example.ini"),
    ("ipynb", "example.ipynb"),
];

impl Page {
    /// Reads a page of examples. What is wrong with it is kept in `problems`.
    pub fn parse(path: &str, text: &str) -> Self {
        Reader::new(path, true).read(text)
    }

    /// Reads a page whose `toml` blocks are no settings: the declaration of a rule.
    pub fn parse_rule(path: &str, text: &str) -> Self {
        Reader::new(path, false).read(text)
    }

    /// The rule that a bare `# finding` means in a section: the setting, or for a page in a rule's folder that rule.
    pub fn rule_of(&self, section: &Section) -> Option<String> {
        let said = section.settings.rule.clone().or_else(|| self.settings.rule.clone());
        said.or_else(|| {
            let folder = self.path.rsplit('/').nth(1)?;
            let (number, id) = folder.strip_prefix("cwe-")?.split_once('-')?;
            number.chars().all(|c| c.is_ascii_digit()).then(|| id.to_owned())
        })
    }

    /// A failure at a line of a section's file.
    pub(crate) fn failure(&self, section: &Section, path: &str, line: u32, message: String) -> Failure {
        let file = section.files.iter().find(|file| file.path == path);
        let at = line.saturating_sub(1) as usize;
        let code = file.and_then(|file| file.text.lines().nth(at)).unwrap_or_default().trim().to_owned();
        let line = file.and_then(|file| file.lines.get(at).copied()).unwrap_or(section.line);
        Failure { page: self.path.clone(), line, message, code }
    }
}

/// A block that is being read.
struct Fence {
    sign: char,
    length: usize,
    tag: String,
    path: Option<String>,
    line: u32,
    text: String,
    lines: Vec<u32>,
}

/// A page that is being read.
struct Reader {
    page: Page,
    has_settings: bool,
    section: Section,
    fence: Option<Fence>,
    /// The path in bold on the last line that was not blank.
    named: Option<String>,
}

impl Reader {
    fn new(path: &str, has_settings: bool) -> Self {
        let page = Page {
            path: path.to_owned(),
            settings: PageSettings::default(),
            sections: Vec::new(),
            problems: Vec::new(),
        };
        Self { page, has_settings, section: Section { line: 1, ..Section::default() }, fence: None, named: None }
    }

    fn read(mut self, text: &str) -> Page {
        for (number, line) in (1..).zip(text.lines()) {
            self.line(number, line);
        }
        if let Some(fence) = self.fence.take() {
            self.problem(fence.line, "this block has no end".to_owned());
        }
        self.end_section();
        self.page
    }

    fn line(&mut self, number: u32, line: &str) {
        if let Some(mut fence) = self.fence.take() {
            let closing = line.trim();
            if closing.len() >= fence.length && closing.chars().all(|c| c == fence.sign) {
                self.block(fence);
            } else {
                fence.text.push_str(line);
                fence.text.push('\n');
                fence.lines.push(number);
                self.fence = Some(fence);
            }
        } else if let Some((sign, length, tag)) = opening(line) {
            let path = self.named.take();
            let tag = tag.to_owned();
            self.fence = Some(Fence { sign, length, tag, path, line: number, text: String::new(), lines: Vec::new() });
        } else if let Some((level, heading)) = heading(line) {
            self.end_section();
            self.section = Section { heading: heading.to_owned(), level, line: number, ..Section::default() };
        } else if !line.trim().is_empty() {
            self.named = bold_path(line);
            if self.named.is_none() {
                self.section.prose.push_str(line);
                self.section.prose.push('\n');
            }
        }
    }

    /// A block at its end.
    fn block(&mut self, fence: Fence) {
        let unnamed = LANGUAGES.iter().find(|(tag, _)| *tag == fence.tag).map(|(_, path)| (*path).to_owned());
        match (fence.path.clone().or(unnamed), fence.tag.as_str()) {
            (Some(path), _) => self.code(path, fence),
            (None, "toml") if self.has_settings => match PageSettings::parse(&fence.text) {
                Ok(settings) => self.section.settings = settings,
                Err(error) => self.problem(fence.line, format!("these settings cannot be read: {error}")),
            },
            (None, "report") => self.section.report = Some((fence.text, fence.line + 1)),
            _ => {}
        }
    }

    /// A file, or more of it.
    fn code(&mut self, path: String, fence: Fence) {
        let before = self.section.files.iter().find(|file| file.path == path).map_or(0, |file| file.lines.len());
        for (at, line) in fence.text.lines().enumerate() {
            match marks_of(&path, line) {
                Ok(marks) => self.section.marks.extend(marks.into_iter().map(|kind| Mark {
                    kind,
                    path: path.clone(),
                    line: (before + at + 1) as u32,
                })),
                Err(error) => self.problem(fence.lines[at], error),
            }
        }
        match self.section.files.iter_mut().find(|file| file.path == path) {
            Some(file) => {
                file.text.push_str(&fence.text);
                file.lines.extend(fence.lines);
            }
            None => self.section.files.push(CodeFile { path, text: fence.text, lines: fence.lines }),
        }
    }

    fn end_section(&mut self) {
        self.named = None;
        let section = std::mem::take(&mut self.section);
        if section.level <= 1 && self.page.sections.iter().all(|section| section.level <= 1) {
            self.page.settings = section.settings.clone().over(&self.page.settings);
        }
        self.page.sections.push(section);
    }

    fn problem(&mut self, line: u32, message: String) {
        self.page.problems.push(Failure { page: self.page.path.clone(), line, message, code: String::new() });
    }
}

/// The sign, the length and the tag of a line that begins a block.
fn opening(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim();
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = line.chars().take_while(|&c| c == sign).count();
    let tag = line[length..].trim();
    let one_line = sign == '`' && tag.contains('`');
    (length >= 3 && !one_line).then(|| (sign, length, tag.split_whitespace().next().unwrap_or_default()))
}

/// The level and the text of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.chars().take_while(|&c| c == '#').count();
    let text = line[level..].strip_prefix(' ')?;
    (1..=6).contains(&level).then(|| (level, text.trim()))
}

/// The path of a line that holds nothing but a path in bold.
fn bold_path(line: &str) -> Option<String> {
    let line = line.trim();
    let line = line.strip_suffix(':').unwrap_or(line);
    let path = line.strip_prefix("**")?.strip_suffix("**")?;
    let path = path.trim_end_matches(':');
    let path = path.strip_prefix('`').and_then(|path| path.strip_suffix('`')).unwrap_or(path);
    let is_path = path.contains(['.', '/']) && !path.ends_with('.') && !path.contains(char::is_whitespace);
    is_path.then(|| path.to_owned())
}
