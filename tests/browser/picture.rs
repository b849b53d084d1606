//! The picture in the README. `.ci/picture.sh` takes it anew.

use crate::driver::Browser;
use crate::pages::Page;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

#[test]
#[ignore = "writes fixtures/pages/review.png; see .ci/picture.sh"]
fn the_picture_of_the_readme() {
    let browser = Browser::open("the picture").expect("there is no picture without a browser");
    browser.prefer("light");
    browser.resize(1280);
    browser.open_file(&Page::review().path);
    browser.run("document.documentElement.style.scrollBehavior = 'auto'; document.querySelector('.number[href=\"#f1\"]').click()");
    browser.run_async("setTimeout(arguments[0], 1000)");
    browser.run("document.activeElement.blur(); scrollTo(0, document.getElementById('f1').getBoundingClientRect().top + scrollY - 260)");
    browser.run_async("setTimeout(arguments[0], 500)");
    let shot = browser.tell(
        "Page.captureScreenshot",
        &json!({"format": "png", "optimizeForSpeed": false}),
    );
    let picture = STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pages/review.png");
    std::fs::create_dir_all(std::path::Path::new(path).parent().unwrap()).unwrap();
    std::fs::write(path, picture).unwrap();
}
