-- The request log: entries, the head they lead to, and the checkpoints signed over it.

CREATE TABLE log_entry (
    seq        BIGINT      NOT NULL PRIMARY KEY,
    ts         BIGINT      NOT NULL,
    kind       VARCHAR(32) NOT NULL,
    leaf       BYTEA       NOT NULL,
    leaf_hash  BYTEA       NOT NULL,
    attachment BYTEA       NOT NULL -- empty: none
);

CREATE UNIQUE INDEX log_entry_leaf_hash ON log_entry (leaf_hash);

-- One row. Its size is what every append compares and sets.
CREATE TABLE log_head (
    id         INT    NOT NULL PRIMARY KEY CHECK (id = 1),
    size       BIGINT NOT NULL,
    root       BYTEA  NOT NULL,
    frontier   BYTEA  NOT NULL,
    state_hash BYTEA  NOT NULL
);

-- The empty log; nothing to hash yet.
INSERT INTO log_head (id, size, root, frontier, state_hash)
VALUES (1, 0, CAST('' AS BYTEA), CAST('' AS BYTEA), CAST('' AS BYTEA));

-- One note per size, ever: two roots of one size cannot be stored.
CREATE TABLE log_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    note BYTEA  NOT NULL
);

-- One row: the newest note with enough cosignatures; an empty note stands for none.
CREATE TABLE log_committed (
    id   INT    NOT NULL PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    note BYTEA  NOT NULL
);

INSERT INTO log_committed (id, size, note) VALUES (1, 0, CAST('' AS BYTEA));
