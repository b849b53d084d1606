//! A browser without a window, driven through chromedriver (W3C WebDriver over HTTP). Tests that need it are skipped where
//! there is none, and say so, unless `CLARIFY_BROWSER` says that it must be there.

use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);
const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--hide-scrollbars",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// A browser of its own for one test; it ends when dropped.
pub struct Browser {
    driver: Child,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    session: String,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a browser, or says that the test is skipped for want of one.
    pub fn open(test: &str) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let driver = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let started = Command::new(driver)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Ok(driver) => Some(Self::start(driver, port)),
            Err(error) => {
                skip(test, &format!("chromedriver does not start: {error}"));
                None
            }
        }
    }

    fn start(driver: Child, port: u16) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self {
            driver,
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
            session: format!("http://127.0.0.1:{port}"),
            _profile: profile,
        };
        browser.wait_until_up();
        let profile = format!("--user-data-dir={}", browser._profile.path().display());
        let arguments: Vec<&str> = ARGUMENTS.into_iter().chain([profile.as_str()]).collect();
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"performance": "ALL"},
        }}});
        let session = browser.post("/session", &capabilities);
        browser.session = format!(
            "{}/session/{}",
            browser.session,
            session["sessionId"].as_str().unwrap()
        );
        browser
    }

    fn wait_until_up(&self) {
        let url = format!("{}/status", self.session);
        let begun = std::time::Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.runtime.block_on(self.client.get(&url).send()).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("chromedriver did not answer within {PATIENCE:?}");
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.session);
        let answer = self.runtime.block_on(async {
            let request = self.client.post(url).header("content-type", "application/json");
            request.body(body.to_string()).send().await?.text().await
        });
        let answer: Value = serde_json::from_str(&answer.unwrap()).unwrap();
        assert!(answer["value"]["error"].is_null(), "{path}: {answer}");
        answer["value"].clone()
    }

    /// Opens a page and waits until it is loaded.
    pub fn go(&self, url: &str) {
        self.post("/url", &json!({"url": url}));
    }

    /// Opens a file.
    pub fn open_file(&self, path: &Path) {
        self.go(&format!("file://{}", path.display()));
    }

    /// Runs a script in the page and returns what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Runs a script that calls its last argument back.
    pub fn run_async(&self, script: &str) -> Value {
        self.post("/execute/async", &json!({"script": script, "args": []}))
    }

    /// Presses a key, such as `\u{e004}` for the tabulator.
    pub fn press(&self, key: char) {
        let press = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        self.post(
            "/actions",
            &json!({"actions": [{"type": "key", "id": "keys", "actions": press}]}),
        );
    }

    /// Sends a command of the DevTools protocol.
    pub fn tell(&self, command: &str, parameters: &Value) -> Value {
        self.post(
            "/goog/cdp/execute",
            &json!({"cmd": command, "params": parameters}),
        )
    }

    /// Shows pages as to somebody who wants them dark, or light.
    pub fn prefer(&self, scheme: &str) {
        let feature = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.tell("Emulation.setEmulatedMedia", &json!({"features": feature}));
    }

    /// Makes the window as wide as this.
    pub fn resize(&self, width: u32) {
        let metrics = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600});
        self.tell("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// The addresses that were asked for since this was last called, whoever asked.
    pub fn requests(&self) -> Vec<String> {
        let log = self.post("/se/log", &json!({"type": "performance"}));
        let entries = log.as_array().unwrap().iter();
        let messages =
            entries.filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
        messages
            .filter(|message| message["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|message| {
                Some(
                    message["message"]["params"]["request"]["url"]
                        .as_str()?
                        .to_owned(),
                )
            })
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.client.delete(&self.session).send());
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Says past the test's captured output that it is skipped; fails where it must not be.
pub fn skip(test: &str, why: &str) {
    assert!(std::env::var_os("CLARIFY_BROWSER").is_none(), "{test}: {why}");
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED {test}: {why} (.ci/browser.sh installs what it takes)"
    );
}
