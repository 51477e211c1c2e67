-- What a signer node must remember besides the log itself. Every row here is forced to disk before the act that it records.

-- One row per log size that this node cosigned: never two roots for one size.
create table cosigned (
  size bigint primary key,
  root bytea not null,
  time_s bigint not null
);

-- Why this node must never cosign or sign again with its present keys. At most one row.
create table lockout (
  id integer primary key,
  code varchar(64) not null,
  message varchar(1000) not null,
  since_ms bigint not null
);

-- When an entry that came late was first proved to this node.
create table seen_at (
  seq bigint primary key,
  seen_ms bigint not null
);

-- Session identifiers that this node joined. One is never joined twice, also after a restart.
create table session_id (
  sid bytea primary key,
  kind varchar(16) not null,
  recorded_ms bigint not null
);

-- Which request owns an account's nonce or an output.
create table spend_claim (
  claim varchar(256) primary key,
  request varchar(64) not null
);

-- Which digest this node may sign for one input of one attempt at a request.
create table digest_binding (
  request varchar(64) not null,
  attempt bigint not null,
  input integer not null,
  digest bytea not null,
  primary key (request, attempt, input)
);

-- Digests for which a fragment of this node may have left.
create table possibly_signed (
  authorize_seq bigint not null,
  digest bytea not null,
  recorded_ms bigint not null,
  primary key (authorize_seq, digest)
);

-- AUTHORIZE entries for which this node said that it never will sign, with the signed statement.
create table never_sign (
  authorize_seq bigint primary key,
  statement bytea not null
);

-- Pairs whose set-up must never be used again.
create table burned (
  key_id varchar(64) not null,
  epoch bigint not null,
  peer integer not null,
  recorded_ms bigint not null,
  primary key (key_id, epoch, peer)
);

-- Key shares. PENDING before the confirmation is made, ACTIVE with its certificate. Shares are sealed.
create table key_share (
  key_id varchar(64) not null,
  epoch bigint not null,
  state varchar(8) not null,
  proposal_seq bigint not null,
  vault varchar(64) not null,
  chain varchar(64) not null,
  package_record bytea not null,
  sealed bytea not null,
  confirmation bytea,
  certificate bytea,
  statement bytea,
  primary key (key_id, epoch)
);

-- Failed checks of a key generation's set-up, by peer: the third is the last.
create table setup_failure (
  peer integer primary key,
  failures integer not null
);

-- Restrictive statements that bind here, in the log or not.
create table held_restriction (
  payload_hash bytea primary key,
  envelope bytea not null,
  since_ms bigint not null
);
