-- Version 3: images, for those who keep their files here too.

-- stored: when it was complete, nobody sees it before; description: JSON as text
CREATE TABLE animus_file (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  begun timestamptz NOT NULL DEFAULT clock_timestamp(),
  stored timestamptz,
  media_type text,
  width integer,
  height integer,
  bytes bigint,
  description text
);
CREATE INDEX animus_file_stored ON animus_file (stored, no);
CREATE INDEX animus_file_begun ON animus_file (begun) WHERE stored IS NULL;

-- 64 KiB each, but for the last; images are compressed already
CREATE TABLE animus_file_part (
  file bigint NOT NULL REFERENCES animus_file ON DELETE CASCADE,
  part integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (file, part)
);
ALTER TABLE animus_file_part ALTER bytes SET STORAGE EXTERNAL;

INSERT INTO animus_schema (version) VALUES (3);
