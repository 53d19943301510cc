//! What the program asks of the operating system while it reviews a hostile tree: to run nothing, to talk to nobody,
//! to read only what is below the root, and to write only the file that `--output` names.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::plain;
use crate::tree::{Files, tree};

/// The calls that run, talk, open or change; those with `?` are not on every machine.
const TRACED: &str = "trace=execve,execveat,?fork,?vfork,socket,socketpair,connect,bind,?open,openat,?openat2,?creat,\
    ?rename,?renameat,renameat2,?unlink,unlinkat,?mkdir,mkdirat,?rmdir,?link,linkat,?symlink,symlinkat,\
    ?chmod,fchmod,fchmodat,?chown,fchown,fchownat,?mknod,mknodat,truncate,ftruncate,?utime,?utimes,?utimensat,\
    setxattr,mount,chroot,ptrace,?process_vm_readv,?io_uring_setup,?memfd_create";

/// What may be read outside the root: libraries, and how much of the machine may be used.
const READABLE: [&str; 11] = [
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
    "/proc/self/maps",
    "/proc/self/cgroup",
    "/proc/sys/vm/overcommit_memory",
    "/sys/fs/cgroup/",
    // Whether memory comes in large pages, for the allocator.
    "/sys/kernel/mm/transparent_hugepage/enabled",
];

/// A tree that offers programs to run, servers to ask and ways out.
fn bait() -> Files {
    let web = "import os\nfrom flask import Flask, request\napp = Flask(__name__)\n@app.route('/x')\ndef x():\n    \
               os.system(request.args['a'])\n";
    let run = "import pathlib\npathlib.Path('ran').write_text('x')\n";
    let git = "[core]\n\tfsmonitor = touch ran\n\thooksPath = hooks\n\tsshCommand = touch ran\n\tpager = touch ran\n\
               [diff]\n\texternal = touch ran\n[include]\n\tpath = /etc/passwd\n[filter \"x\"]\n\tclean = touch ran\n\
               \tsmudge = touch ran\n[credential]\n\thelper = !touch ran\n[alias]\n\tstatus = !touch ran\n";
    let markers = "[project]\nname = \"x\"\nreadme = \"/etc/passwd\"\ndynamic = [\"version\"]\n[build-system]\n\
                   requires = [\"x @ http://example.invalid/x\"]\nbuild-backend = \"run\"\nbackend-path = [\".\"]\n";
    let files = [
        ("web.py", web),
        ("setup.py", run),
        ("run.py", run),
        ("conftest.py", run),
        ("sitecustomize.py", run),
        ("usercustomize.py", run),
        ("pyproject.toml", markers),
        ("setup.cfg", "[metadata]\nversion = file: /etc/passwd\n[options]\npackages = find:\n"),
        (
            "flawline.toml",
            "[[leave-out]]\npaths = [\"**/nothing\"]\nreason = \"see http://example.invalid/ and run touch ran\"\n",
        ),
        (
            "flawline/models/python/evil.toml",
            "library = \"evil\"\nhomepage = \"http://example.invalid/\"\n[[clean]]\napi = \"evil.quote\"\n",
        ),
        (".flawline.toml", "include = \"/etc/passwd\"\n"),
        (".gitignore", "/etc/passwd\n!/etc/*\n../**\n"),
        (".git/config", git),
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".git/info/exclude", "x\n"),
        (".git/hooks/post-checkout", "#!/bin/sh\ntouch ran\n"),
        (".git/objects/info/alternates", "/etc\n"),
        ("sub/.git", "gitdir: /etc\n"),
        ("bare/HEAD", "ref: refs/heads/main\n"),
        ("bare/config", git),
        ("package.json", "{\"scripts\": {\"install\": \"touch ran\"}}"),
        (
            "page.html",
            "<!DOCTYPE x SYSTEM \"http://example.invalid/x\"><script src=\"http://example.invalid/\"></script>",
        ),
        ("pom.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><project>&e;</project>"),
    ];
    files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).to_vec()
}

/// A call as it was traced: its name, its arguments and what it gave.
struct Call {
    name: String,
    arguments: String,
    gave: String,
}

impl Call {
    /// Reads `name(arguments) = what it gave`.
    fn read(line: &str) -> Option<Self> {
        let (name, rest) = line.split_once('(')?;
        let (arguments, gave) = rest.rsplit_once(" = ")?;
        let name = name.rsplit(' ').next()?.to_owned();
        Some(Self { name, arguments: arguments.trim_end().trim_end_matches(')').to_owned(), gave: gave.to_owned() })
    }

    fn opens(&self) -> bool {
        ["open", "openat", "openat2", "creat"].contains(&self.name.as_str())
    }

    fn may_write(&self) -> bool {
        let flags = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE"];
        self.opens() && (self.name == "creat" || flags.iter().any(|flag| self.arguments.contains(flag)))
    }

    /// The paths that it is about: what an open gave, or else every path among the arguments.
    fn paths(&self) -> Vec<String> {
        match self.gave.split_once('<').and_then(|(_, rest)| rest.rsplit_once('>')) {
            Some((path, _)) if self.opens() => vec![path.to_owned()],
            _ => self.named(),
        }
    }

    /// Each path among the arguments, behind the folder that it starts from.
    fn named(&self) -> Vec<String> {
        let mut out = Vec::new();
        let mut rest = self.arguments.as_str();
        let mut base = String::new();
        while let Some(at) = rest.find(['<', '"']) {
            let is_base = rest[at..].starts_with('<');
            let end = rest[at + 1..].find(if is_base { '>' } else { '"' }).unwrap();
            let text = &rest[at + 1..at + 1 + end];
            if is_base {
                text.clone_into(&mut base);
            } else {
                out.push(Path::new(&base).join(text).to_str().unwrap().to_owned());
            }
            rest = &rest[at + end + 2..];
        }
        out
    }
}

/// The calls of a run, or why they cannot be known.
fn traced(folder: &Path, arguments: &[&str]) -> Result<Vec<Call>, String> {
    let notes = tempfile::tempdir().unwrap();
    let mut command = Command::new("strace");
    command.args(["-ff", "-y", "-s", "4096", "-e", TRACED, "-o"]).arg(notes.path().join("calls"));
    command.arg(env!("CARGO_BIN_EXE_flawline")).arg("review").arg(folder).args(arguments);
    plain(&mut command);
    // The tool that runs the tests sends the loader to its own folders.
    command.env_remove("LD_LIBRARY_PATH").env_remove("LD_PRELOAD");
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("no strace ({error})"))?;
    let mut names: Vec<PathBuf> = fs::read_dir(&notes).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let text: String = names.iter().map(|name| fs::read_to_string(name).unwrap()).collect();
    if !text.contains("execve(") {
        return Err(format!("strace may not trace ({})", String::from_utf8_lossy(&output.stderr).trim()));
    }
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(text.lines().filter_map(Call::read).collect())
}

/// Where a build machine says that it is one, nothing may go unlooked at.
#[expect(clippy::print_stdout, reason = "a test that is left out says so")]
fn leave_out(why: &str) {
    assert!(std::env::var_os("CI").is_none(), "{why}: install the package `strace`, and allow it to trace");
    println!("skipped: {why}");
}

#[test]
fn a_review_runs_nothing_talks_to_nobody_and_writes_only_its_output() {
    assert_harmless("never");
}

#[test]
fn with_workers_it_runs_nothing_but_itself() {
    assert_harmless("always");
}

/// Reviews the bait with files read in processes of their own or not, and looks at every call.
fn assert_harmless(isolate: &str) {
    let folder = tree(&bait());
    let root = folder.path().canonicalize().unwrap();
    for (name, to) in [("etc", "/etc"), ("passwd.py", "/etc/passwd"), ("up", ".."), ("root", "/"), ("me", "/proc/self")]
    {
        symlink(to, root.join(name)).unwrap();
    }
    assert!(Command::new("mkfifo").arg(root.join("pipe.py")).status().unwrap().success());
    let out = tempfile::tempdir().unwrap();
    let out = out.path().canonicalize().unwrap();
    let file = out.join("review.sarif");
    let arguments = ["--output", file.to_str().unwrap(), "--threads", "2", "--isolate", isolate];
    let calls = match traced(&root, &arguments) {
        Ok(calls) => calls,
        Err(why) => return leave_out(&why),
    };

    let below = |path: &str, folder: &Path| Path::new(path).starts_with(folder) && !path.contains("/../");
    let mut complaints = Vec::new();
    let (mut runs, mut reads) = (0, 0);
    for call in &calls {
        let paths = call.paths();
        let is_fine = match call.name.as_str() {
            "execve" => {
                runs += 1;
                // The first is the tool's; the program by its own path under its own argument is a worker.
                let own = env!("CARGO_BIN_EXE_flawline");
                runs == 1
                    || (isolate == "always"
                        && paths.first().is_some_and(|path| path == own)
                        && call.arguments.contains("\"--internal-lower\""))
            }
            // What a worker has to say goes nowhere.
            "open" | "openat" if isolate == "always" && paths == ["/dev/null"] => true,
            _ if call.may_write() => paths.iter().all(|path| below(path, &out)),
            _ if call.opens() => {
                reads += usize::from(paths.iter().any(|path| below(path, &root)));
                paths.iter().all(|path| below(path, &root) || is_readable(path))
            }
            "rename" | "renameat" | "renameat2" | "fchmod" | "ftruncate" | "unlink" | "unlinkat" => {
                let paths = call.named();
                !paths.is_empty() && paths.iter().all(|path| below(path, &out))
            }
            _ => false,
        };
        if !is_fine {
            complaints.push(format!("{}({}) = {}", call.name, call.arguments, call.gave));
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
    assert!(
        (runs == 1) == (isolate == "never") && reads > 10 && file.is_file(),
        "the trace does not show what was surely done"
    );
    assert!(!root.join("ran").exists());
}

fn is_readable(path: &str) -> bool {
    // A process may see itself under its number.
    let mut parts: Vec<&str> = path.split('/').collect();
    if parts.get(1) == Some(&"proc") && parts.get(2).is_some_and(|part| part.parse::<u32>().is_ok()) {
        parts[2] = "self";
    }
    let path = parts.join("/");
    READABLE.iter().any(|start| if start.ends_with('/') { path.starts_with(start) } else { path == *start })
}
