-- Version 2: several processes, the nodes, share the tables.

-- a node counts as gone from alive_until on; it judges others from judges_from on
CREATE TABLE animus_node (
  no bigint GENERATED ALWAYS AS IDENTITY,
  id uuid PRIMARY KEY,
  alive_until timestamptz NOT NULL,
  judges_from timestamptz NOT NULL,
  draining boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);

CREATE INDEX animus_conversation_owner ON animus_conversation (owner) WHERE owner IS NOT NULL;

INSERT INTO animus_schema (version) VALUES (2);
