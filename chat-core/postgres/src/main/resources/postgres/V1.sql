-- Tables of Animus4J, version 1. They may be made by another tool too, which then runs this once.

CREATE TABLE animus_schema (
  version integer PRIMARY KEY,
  since timestamptz NOT NULL DEFAULT now()
);

-- grows for ever, so that a conversation that was erased and begun anew has a higher epoch
CREATE SEQUENCE animus_epoch;

CREATE TABLE animus_conversation (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  owner uuid,
  epoch bigint NOT NULL,
  steps bigint NOT NULL DEFAULT 0,
  position bigint NOT NULL DEFAULT 0,
  sequence bigint NOT NULL DEFAULT 0,
  reserved bigint NOT NULL DEFAULT 0,
  touched timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);

-- state: 0 running, 1 completed, 2 failed, 3 interrupted; since: begun or ended
CREATE TABLE animus_exchange (
  no bigint GENERATED ALWAYS AS IDENTITY,
  conversation bigint NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  id text NOT NULL,
  state smallint NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (conversation, id)
) WITH (fillfactor = 80);
CREATE INDEX animus_exchange_running ON animus_exchange (conversation, no) WHERE state = 0;
CREATE INDEX animus_exchange_ended ON animus_exchange (since) WHERE state <> 0;

-- ids of messages, so that one that is sent again is recognised
CREATE TABLE animus_message (
  conversation bigint NOT NULL,
  id text NOT NULL,
  exchange text NOT NULL,
  PRIMARY KEY (conversation, id),
  FOREIGN KEY (conversation, exchange) REFERENCES animus_exchange ON DELETE CASCADE
);
CREATE INDEX animus_message_exchange ON animus_message (conversation, exchange);

-- payloads are JSON as text: jsonb has no \u0000 and no half of a character
CREATE TABLE animus_entry (
  conversation bigint NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  position bigint NOT NULL,
  part integer NOT NULL,
  since timestamptz NOT NULL,
  summary boolean NOT NULL,
  payload text NOT NULL,
  PRIMARY KEY (conversation, position, part)
);
CREATE INDEX animus_entry_summary ON animus_entry (conversation, position, part) WHERE summary;
CREATE INDEX animus_entry_since ON animus_entry USING brin (since);

CREATE TABLE animus_event (
  conversation bigint NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  sequence bigint NOT NULL,
  first bigint NOT NULL CHECK (first <= sequence),
  exchange text NOT NULL,
  payload text NOT NULL,
  PRIMARY KEY (conversation, sequence)
);
CREATE INDEX animus_event_exchange ON animus_event (conversation, exchange, sequence);

-- state: 0 ordered, 1 stored, 2 lost; location and payload: of a stored one
CREATE TABLE animus_image (
  conversation bigint NOT NULL REFERENCES animus_conversation ON DELETE CASCADE,
  id text NOT NULL,
  exchange text NOT NULL,
  state smallint NOT NULL,
  since timestamptz NOT NULL,
  location text,
  payload text,
  PRIMARY KEY (conversation, id)
);
CREATE INDEX animus_image_ordered ON animus_image (since) WHERE state = 0;
CREATE INDEX animus_image_location ON animus_image USING hash (location);

-- files of erased images that are still to be deleted
CREATE TABLE animus_doomed (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  location text NOT NULL
);
CREATE INDEX animus_doomed_location ON animus_doomed USING hash (location);

INSERT INTO animus_schema (version) VALUES (1);
