package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.image.contract.DrawnImages.pieces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;

/** What the tables of one schema have of images. */
record StoredImages(PostgresOptions options) {
  private String sql(String sql) {
    String schema = PostgresServer.schemaOf(options);
    return PostgresServer.shared().sql(sql.replace("animus_", schema + ".animus_"));
  }

  void execute(String sql) {
    sql(sql);
  }

  int files() {
    return Integer.parseInt(sql("SELECT count(*) FROM animus_file"));
  }

  int parts() {
    return Integer.parseInt(sql("SELECT count(*) FROM animus_file_part"));
  }

  boolean isEmpty() {
    return files() == 0 && parts() == 0;
  }

  static Stored write(ImageStore store, Buffer image) {
    return store.write("flux-1", pieces(image)).blockingGet();
  }

  static Buffer read(ImageStore store, Stored stored) {
    return collect(store.read(stored.location()));
  }

  static Buffer collect(Flowable<Buffer> bytes) {
    return bytes.collect(Buffer::buffer, Buffer::appendBuffer).blockingGet();
  }

  /** Shows the images to nobody, and has no part of any. */
  void assertNothingIsLeft(ImageStore store) {
    assertThat(store.list().toList().blockingGet()).isEmpty();
    assertThat(isEmpty()).isTrue();
  }
}
