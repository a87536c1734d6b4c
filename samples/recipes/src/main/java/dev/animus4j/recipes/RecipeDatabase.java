package dev.animus4j.recipes;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Database of the recipes: the one at {@code DATABASE_URL}, or one in a server of its own. */
record RecipeDatabase(String url, @Nullable EmbeddedPostgres server) implements AutoCloseable {

  static RecipeDatabase start() throws IOException {
    String url = RecipeProvider.variable("DATABASE_URL", "");
    if (!url.isEmpty()) {
      return new RecipeDatabase(url, null);
    }
    EmbeddedPostgres own =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    return new RecipeDatabase(
        "postgresql://postgres@localhost:" + own.getPort() + "/postgres", own);
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
