package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import dev.animus4j.image.store.ImageStore.Stored;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements on images that are stored. */
record ImageTable(PostgresOperations operations) {
  private static final int PAGE = 100;
  private static final int MAX_DESCRIPTION = 16 * 1024 * 1024;

  /** Fails as an image that is stored does, and stores none. */
  private static final String CHECK =
      """
      WITH none AS (INSERT INTO animus_file (name) SELECT '' WHERE false RETURNING no)
      INSERT INTO animus_file_part (file, part, bytes) SELECT no, 0, '' FROM none
      """;

  static final String PIECE =
      """
      SELECT f.bytes AS size, p.bytes AS piece
      FROM animus_file f JOIN animus_file_part p ON p.file = f.no AND p.part = $2
      WHERE f.name = $1 AND f.stored IS NOT NULL
      """;

  private static final String DESCRIBE =
      "UPDATE animus_file SET description = $2 WHERE name = $1 AND stored IS NOT NULL";

  private static final String FIND =
      """
      SELECT name, media_type, width, height, bytes, description
      FROM animus_file WHERE name = $1 AND stored IS NOT NULL
      """;

  static final String LIST =
      """
      SELECT no, stored, name, media_type, width, height, bytes
      FROM animus_file WHERE (stored, no) > ($1::timestamptz, $2::bigint)
      ORDER BY stored, no LIMIT $3
      """;

  private static final String DELETE = "DELETE FROM animus_file WHERE name = $1";

  Future<Void> check() {
    return operations.query(CHECK, Tuple.tuple()).mapEmpty();
  }

  /** A part of an image, and the size of all of it. */
  record Piece(Buffer bytes, long size) {
    /** The number of all parts. */
    int count() {
      return (int) ((size + PartSplitter.PART - 1) / PartSplitter.PART);
    }

    /** The size of an image that fits into memory; fails for one that is larger than this. */
    int length(long maxBytes) {
      long most = Math.min(maxBytes, Integer.MAX_VALUE);
      if (size > most) {
        throw ImageFailures.invalid(
            "the picture is larger than " + most + " bytes, read it piece by piece");
      }
      return (int) size;
    }
  }

  Future<Piece> piece(String name, int number) {
    return operations
        .query(PIECE, Tuple.of(name, number))
        .compose(
            rows -> {
              Row row = first(rows);
              return row == null
                  ? Future.failedFuture(ImageFailures.missing())
                  : Future.succeededFuture(new Piece(row.getBuffer("piece"), row.getLong("size")));
            });
  }

  Future<Void> describe(Image image) {
    String name = ImageLocation.name(image.location());
    Buffer json = ImageJson.toJson(image);
    if (json.length() > MAX_DESCRIPTION) {
      throw ImageFailures.invalid(
          "the description of the picture is larger than " + MAX_DESCRIPTION + " bytes");
    }
    return operations
        .query(DESCRIBE, Tuple.of(name, json.toString()))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.failedFuture(ImageFailures.missing())
                    : Future.succeededFuture());
  }

  Future<Optional<Image>> find(String name) {
    return operations
        .query(FIND, Tuple.of(name))
        .map(rows -> Optional.ofNullable(first(rows)).map(ImageTable::image));
  }

  private static Image image(Row row) {
    Stored stored = stored(row);
    return Optional.ofNullable(row.getString("description"))
        .flatMap(ImageTable::parse)
        .orElseGet(() -> Image.of("", stored.location()))
        .withLocation(stored.location())
        .withFormat(stored.format());
  }

  private static Optional<Image> parse(String json) {
    try {
      return Optional.of(ImageJson.parse(Buffer.buffer(json)));
    } catch (AnimusException.Protocol unreadable) {
      return Optional.empty();
    }
  }

  /** Images in their order, and where the next page begins, if there may be one. */
  record Page(List<Stored> images, Optional<Key> next) {}

  /** Place of an image in their order. */
  record Key(OffsetDateTime stored, long number) {
    static final Key START = new Key(SerializedStep.time(Instant.EPOCH), 0);
  }

  Future<Page> list(Key after) {
    return operations
        .query(LIST, Tuple.of(after.stored(), after.number(), PAGE))
        .map(
            rows -> {
              List<Stored> images = new ArrayList<>();
              Optional<Key> next = Optional.empty();
              for (Row row : rows) {
                images.add(stored(row));
                next = Optional.of(new Key(row.getOffsetDateTime("stored"), row.getLong("no")));
              }
              return new Page(images, images.size() < PAGE ? Optional.empty() : next);
            });
  }

  private static Stored stored(Row row) {
    Image.Format format =
        new Image.Format(
            row.getString("media_type"),
            row.getInteger("width"),
            row.getInteger("height"),
            row.getLong("bytes"));
    return new Stored(ImageLocation.of(row.getString("name")), format);
  }

  /** Deletes it with its parts, whether it is complete or not. */
  Future<Void> delete(String name) {
    return operations.query(DELETE, Tuple.of(name)).mapEmpty();
  }

  private static @Nullable Row first(RowSet<Row> rows) {
    return rows.size() == 0 ? null : PostgresReads.row(rows);
  }
}
