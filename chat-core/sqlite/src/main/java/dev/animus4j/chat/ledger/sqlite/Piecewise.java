package dev.animus4j.chat.ledger.sqlite;

import io.reactivex.rxjava3.core.Single;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads a long list in pieces, between which other operations have their turn. */
final class Piecewise<T> {
  static final int PIECE = 1_000;

  private final PieceReader<T> reader;
  private final int limit;
  private final List<T> read = new ArrayList<>();
  private boolean isComplete;

  /** Reads what follows on {@code read}, at most {@code limit} rows. */
  interface PieceReader<T> {
    List<T> read(Statements db, List<T> read, int limit) throws SQLException;
  }

  private Piecewise(PieceReader<T> reader, int limit) {
    this.reader = reader;
    this.limit = limit;
  }

  static <T> Single<List<T>> list(DatabaseThread thread, int limit, PieceReader<T> reader) {
    return Single.defer(
        () -> {
          Piecewise<T> rows = new Piecewise<>(reader, limit);
          return thread
              .submit(rows::piece)
              .doOnSuccess(rows::add)
              .repeatUntil(() -> rows.isComplete)
              .ignoreElements()
              .toSingle(() -> rows.read);
        });
  }

  private List<T> piece(Statements db) throws SQLException {
    return reader.read(db, read, size());
  }

  private int size() {
    return Math.min(PIECE, limit - read.size());
  }

  private void add(List<T> piece) {
    isComplete = piece.size() < PIECE || piece.size() == limit - read.size();
    read.addAll(piece);
  }
}
