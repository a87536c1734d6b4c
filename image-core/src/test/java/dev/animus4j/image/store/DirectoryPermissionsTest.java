package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures are kept where nobody else can put, change or remove any. */
@VertxTest
class DirectoryPermissionsTest {
  private static final Buffer PICTURE = drawn("png", 20, 15);

  @TempDir Path home;
  private Path directory;

  @BeforeEach
  void make() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    directory = Files.createDirectory(home.resolve("pictures"));
  }

  private void allow(String permissions) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
  }

  private String written(Vertx vertx, Path into) {
    var caller = new FileImageStore(vertx, into).write("m", Flowable.just(PICTURE.copy())).test();
    caller.awaitDone(30, TimeUnit.SECONDS);
    String[] told = {"kept"};
    if (caller.values().isEmpty()) {
      caller.assertError(
          failure -> {
            told[0] = failure.getMessage();
            return failure instanceof Unavailable;
          });
    }
    return told[0];
  }

  private void nothingIsThere() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx------", "rwxr-xr-x", "rwxrwxr-x"})
  void aDirectoryThatOthersOnlyReadIsUsed(String permissions, Vertx vertx) throws IOException {
    allow(permissions);
    assertThat(written(vertx, directory)).isEqualTo("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwx----w-", "rwxr-x-wx"})
  void oneThatEverybodyCanWriteToIsRefused(String permissions, Vertx vertx) throws IOException {
    allow(permissions);
    assertThat(written(vertx, directory))
        .startsWith(
            "image store: the picture directory is not used, since it can be written to by"
                + " everybody: ");
    nothingIsThere();
  }

  @Test
  void soIsOneThatAnybodyCanReplace(Vertx vertx) throws IOException {
    Path within = Files.createDirectories(directory.resolve("a/b"));
    allow("rwxrwxrwx");
    assertThat(written(vertx, within)).contains("it is in one that can be written to by everybody");
    try (Stream<Path> files = Files.list(within)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void soIsOneThatALinkLeadsTo(Vertx vertx) throws IOException {
    allow("rwxrwxrwx");
    Path link = Files.createSymbolicLink(home.resolve("link"), directory);
    assertThat(written(vertx, link)).contains("can be written to by everybody");
    nothingIsThere();
  }

  @Test
  void oneWhereEverybodyRemovesOnlyHisOwnIsUsed(Vertx vertx) throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
    allow("rwxrwxrwx");
    Files.setAttribute(directory, "unix:mode", 01777);
    assertThat(written(vertx, directory)).isEqualTo("kept");
    assertThat(written(vertx, directory.resolve("own"))).isEqualTo("kept");
  }

  @Test
  void oneOfAnotherUserIsRefused(Vertx vertx) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
    UserPrincipal nobody =
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(directory, nobody);
    assertThat(written(vertx, directory)).contains("it belongs to another user");
    nothingIsThere();
  }

  @Test
  void createdDirectoriesAreForTheirOwnerOnly(Vertx vertx) throws IOException {
    Path made = directory.resolve("a/b");
    assertThat(written(vertx, made)).isEqualTo("kept");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }
}
