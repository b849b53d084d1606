//! The journal of batches: one JSON line for each step, appended before the next is taken, so that whatever stops a run,
//! the next one knows what is out. Beside it, a file of requests for each part. No key, header or address stands in them.

use crate::model::dialect::Dialect;
use crate::model::failure::AskError;
use crate::model::request::Request;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const FORMAT: &str = "clarify.batches";
const VERSION: u32 = 1;

/// A step in the life of a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum Event {
    /// Its requests are in their file.
    Prepared {
        endpoint: String,
        model: String,
        dialect: Dialect,
        date: String,
        keys: Vec<String>,
    },
    /// The provider has its lines.
    Uploaded { file: String },
    /// The provider works on it.
    Started { batch: String },
    /// Nothing more is to come of it.
    Finished { status: String },
}

#[derive(Serialize, Deserialize)]
struct Line {
    format: String,
    version: u32,
    part: String,
    #[serde(flatten)]
    event: Event,
}

/// The part of a line that every version has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// A part of what was submitted: one file, one batch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub id: String,
    pub endpoint: String,
    pub model: String,
    pub dialect: Dialect,
    /// When it was prepared (RFC 3339).
    pub date: String,
    pub keys: Vec<String>,
    pub file: Option<String>,
    pub batch: Option<String>,
    pub finished: bool,
}

/// The journal in a folder.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
}

/// The right to change the journal; nobody else has it as long as this lives.
#[derive(Debug)]
pub(super) struct Locked<'a> {
    journal: &'a Journal,
    /// Unlocked when closed.
    _lock: File,
}

impl Journal {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join("batches.jsonl")
    }

    fn requests_path(&self, part: &str) -> PathBuf {
        self.folder.join(format!("{part}.requests.jsonl"))
    }

    /// Reads all parts, in the order in which they were prepared.
    ///
    /// A last line that broke off is as if it had not been written: the step that it tells of is taken again.
    pub fn parts(&self) -> Result<Vec<Part>, AskError> {
        let text = match fs::read_to_string(self.path()) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.bad(&error.to_string())),
        };
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut parts = Vec::new();
        for (index, line) in whole.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let line = parse(line).map_err(|why| self.bad(&format!("line {}: {why}", index + 1)))?;
            enter(&mut parts, line);
        }
        Ok(parts)
    }

    /// Takes the right to change the journal.
    pub fn lock(&self) -> Result<Locked<'_>, AskError> {
        let path = self.folder.join("batches.lock");
        let lock = open_lock(&self.folder, &path).map_err(|source| AskError::Store { path, source })?;
        match lock.try_lock() {
            Ok(()) => Ok(Locked {
                journal: self,
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => {
                Err(self.bad("another run is submitting or collecting; wait until it is done"))
            }
            Err(TryLockError::Error(error)) => Err(self.bad(&error.to_string())),
        }
    }

    /// Reads the requests of a part.
    pub fn requests(&self, part: &str) -> Result<Vec<Request>, AskError> {
        let path = self.requests_path(part);
        let bad = |message: String| AskError::Journal {
            path: path.clone(),
            message,
        };
        let file = File::open(&path).map_err(|error| bad(error.to_string()))?;
        let lines = BufReader::new(file).lines();
        lines
            .map(|line| {
                let line = line.map_err(|error| bad(error.to_string()))?;
                serde_json::from_str(&line).map_err(|error| bad(error.to_string()))
            })
            .collect()
    }

    fn bad(&self, message: &str) -> AskError {
        AskError::Journal {
            path: self.path(),
            message: message.to_owned(),
        }
    }
}

impl Locked<'_> {
    /// Writes the requests of a new part and enters it. Its id is not that of any other.
    pub fn prepare(&self, requests: &[Request], event: Event) -> Result<Part, AskError> {
        let id = self.write_requests(requests).map_err(|source| AskError::Store {
            path: self.journal.folder.clone(),
            source,
        })?;
        let part = Part::prepared(id, event.clone());
        let part = part.ok_or_else(|| self.journal.bad("a part begins with its preparation"))?;
        self.enter(&part.id, event).inspect_err(|_| {
            let _ = fs::remove_file(self.journal.requests_path(&part.id));
        })?;
        Ok(part)
    }

    /// Enters a step of a part; what is entered is on the disk.
    pub fn enter(&self, part: &str, event: Event) -> Result<(), AskError> {
        let path = self.journal.path();
        let line = Line {
            format: FORMAT.into(),
            version: VERSION,
            part: part.to_owned(),
            event,
        };
        append(&path, &line).map_err(|source| AskError::Store { path, source })
    }

    /// Enters that nothing more is to come of a part, and gives up its requests.
    pub fn finish(&self, part: &str, status: &str) -> Result<(), AskError> {
        let status = status.to_owned();
        self.enter(part, Event::Finished { status })?;
        // Left behind, it takes room and does no harm.
        let _ = fs::remove_file(self.journal.requests_path(part));
        Ok(())
    }

    fn write_requests(&self, requests: &[Request]) -> io::Result<String> {
        let folder = &self.journal.folder;
        let mut file = tempfile::Builder::new()
            .prefix("part-")
            .rand_bytes(16)
            .tempfile_in(folder)?;
        let mut out = io::BufWriter::new(file.as_file_mut());
        for request in requests {
            serde_json::to_writer(&mut out, request)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        drop(out);
        file.as_file().sync_all()?;
        let name = file.path().file_name().unwrap_or_default();
        let id = name.to_string_lossy().into_owned();
        file.persist(self.journal.requests_path(&id))
            .map_err(|error| error.error)?;
        Ok(id)
    }
}

fn open_lock(folder: &Path, path: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    OpenOptions::new().create(true).append(true).open(path)
}

fn parse(line: &str) -> Result<Line, String> {
    let head: Head = serde_json::from_str(line).map_err(|error| error.to_string())?;
    match (head.format.as_str(), head.version) {
        (FORMAT, VERSION) => serde_json::from_str(line).map_err(|error| error.to_string()),
        (FORMAT, version) => Err(format!(
            "it is of version {version}, this program reads version {VERSION}"
        )),
        (format, _) => Err(format!("it is no journal of batches but a {format:?}")),
    }
}

fn enter(parts: &mut Vec<Part>, line: Line) {
    let known = parts.iter_mut().find(|part| part.id == line.part);
    match (line.event, known) {
        (event, None) => parts.extend(Part::prepared(line.part, event)),
        (Event::Prepared { .. }, Some(_)) => {}
        (Event::Uploaded { file }, Some(part)) => part.file = Some(file),
        (Event::Started { batch }, Some(part)) => part.batch = Some(batch),
        (Event::Finished { .. }, Some(part)) => part.finished = true,
    }
}

impl Part {
    /// Makes a part of its first event; none where it is another.
    fn prepared(id: String, event: Event) -> Option<Self> {
        let Event::Prepared {
            endpoint,
            model,
            dialect,
            date,
            keys,
        } = event
        else {
            return None;
        };
        Some(Self {
            id,
            endpoint,
            model,
            dialect,
            date,
            keys,
            file: None,
            batch: None,
            finished: false,
        })
    }
}

/// Appends a line. One that broke off before it is taken off first, so that it does not spoil this one.
fn append(path: &Path, line: &Line) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    cut_back(&mut file)?;
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    file.write_all(&text)?;
    file.sync_data()
}

/// Takes off what stands after the last line break.
fn cut_back(file: &mut File) -> io::Result<()> {
    let length = file.metadata()?.len();
    let mut kept = length;
    let mut byte = [0];
    while kept > 0 {
        file.seek(SeekFrom::Start(kept - 1))?;
        file.read_exact(&mut byte)?;
        if byte[0] == b'\n' {
            break;
        }
        kept -= 1;
    }
    if kept < length {
        file.set_len(kept)?;
    }
    Ok(())
}
