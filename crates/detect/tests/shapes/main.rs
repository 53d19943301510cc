#[test]
fn dump() {
    let text = std::fs::read_to_string("/tmp/t/a.py").unwrap();
    let file = ir::SourceFile::new("a.py", text);
    let module = frontends::lower(&file, frontends::Language::Python, "a", false);
    println!("{}", ir::print_module(&module));
}
