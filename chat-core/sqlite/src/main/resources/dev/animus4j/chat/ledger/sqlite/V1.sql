-- Epochs are never used twice, also when the conversations that had them are gone.
CREATE TABLE animus_epoch (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last INTEGER NOT NULL
) STRICT;

INSERT INTO animus_epoch (id, last) VALUES (1, 0);

CREATE TABLE animus_conversation (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  epoch INTEGER NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  sequence INTEGER NOT NULL DEFAULT 0,
  reserved INTEGER NOT NULL DEFAULT 0
) STRICT;

-- state: RUNNING, COMPLETED, FAILED or INTERRUPTED; times are milliseconds since 1970
CREATE TABLE animus_exchange (
  no INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  since INTEGER NOT NULL,
  UNIQUE (conversation, id)
) STRICT;

CREATE INDEX animus_exchange_running ON animus_exchange (conversation) WHERE state = 'RUNNING';

CREATE INDEX animus_exchange_ended ON animus_exchange (since) WHERE state <> 'RUNNING';

CREATE TABLE animus_message (
  conversation INTEGER NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  id TEXT NOT NULL,
  exchange INTEGER NOT NULL REFERENCES animus_exchange ON DELETE CASCADE,
  PRIMARY KEY (conversation, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX animus_message_exchange ON animus_message (exchange);

-- payloads are JSON; tables with one have rowids, without which each row over 1 KB would take a page of its own
CREATE TABLE animus_entry (
  conversation INTEGER NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  position INTEGER NOT NULL,
  part INTEGER NOT NULL,
  created INTEGER NOT NULL,
  summary INTEGER NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (conversation, position, part)
) STRICT;

CREATE INDEX animus_entry_created ON animus_entry (created);

CREATE INDEX animus_entry_summary ON animus_entry (conversation, position, part) WHERE summary = 1;

-- a row covers the numbers from first to sequence, and no other row does
CREATE TABLE animus_event (
  conversation INTEGER NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  first INTEGER NOT NULL CHECK (first <= sequence),
  exchange INTEGER NOT NULL REFERENCES animus_exchange,
  payload TEXT NOT NULL,
  PRIMARY KEY (conversation, sequence)
) STRICT;

CREATE INDEX animus_event_exchange ON animus_event (exchange, sequence);

-- state: ORDERED, STORED or LOST; an image outlives its exchange
CREATE TABLE animus_image (
  conversation INTEGER NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  id TEXT NOT NULL,
  exchange TEXT NOT NULL,
  state TEXT NOT NULL,
  since INTEGER NOT NULL,
  location TEXT,
  payload TEXT,
  PRIMARY KEY (conversation, id)
) STRICT;

CREATE INDEX animus_image_location ON animus_image (location, since) WHERE location IS NOT NULL;

CREATE INDEX animus_image_ordered ON animus_image (since) WHERE state = 'ORDERED';

-- files to be deleted
CREATE TABLE animus_doomed (
  no INTEGER PRIMARY KEY,
  location TEXT NOT NULL UNIQUE
) STRICT;

PRAGMA application_id = 1097757013;

PRAGMA user_version = 1;
