package dev.animus4j.image.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** S3Proxy in a process of its own: a server of others, which checks every signature. */
final class S3Server implements AutoCloseable {
  static final S3Credentials CREDENTIALS =
      S3Credentials.of("AKIDFOXES0001", "the-secret-of-the-key");
  private static final String BUCKET = "images";
  private static final String PASSWORD = "changeit";
  private static final Pattern STARTED =
      Pattern.compile(".*Started ServerConnector@\\w+\\{(SSL|HTTP).*:(\\d+)}.*");
  private static final String CONFIGURATION =
      """
      s3proxy.endpoint=http://127.0.0.1:0
      s3proxy.secure-endpoint=https://127.0.0.1:0
      s3proxy.virtual-host=localhost
      s3proxy.keystore-path=%s
      s3proxy.keystore-password=%s
      s3proxy.authorization=aws-v2-or-v4
      s3proxy.identity=AKIDFOXES0001
      s3proxy.credential=the-secret-of-the-key
      jclouds.provider=filesystem-nio2
      jclouds.filesystem.basedir=%s
      """;

  private final Vertx vertx;
  private final Path directory;
  private final Process process;
  private final String url;
  private final String secureUrl;
  private final Http http;

  private S3Server(Vertx vertx, Path directory, Process process) throws IOException {
    this.vertx = vertx;
    this.directory = directory;
    this.process = process;
    this.http = http(vertx);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader output = process.inputReader();
    this.url = "http://localhost:" + port(output);
    this.secureUrl = "https://localhost:" + port(output);
    Thread reader = new Thread(() -> output.lines().forEach(line -> {}));
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a server with an empty bucket. */
  static S3Server start(Vertx vertx) {
    try {
      Path directory = Files.createTempDirectory("s3");
      Path keys = directory.resolve("keys.p12");
      Path configuration = directory.resolve("s3proxy.properties");
      Path data = Files.createDirectory(directory.resolve("data"));
      await(
          java(
              "keytool",
              "-genkeypair",
              "-keyalg",
              "EC",
              "-dname",
              "CN=localhost",
              "-ext",
              "SAN=dns:localhost,dns:images.localhost",
              "-storepass",
              PASSWORD,
              "-keystore",
              keys.toString()));
      Files.writeString(configuration, CONFIGURATION.formatted(keys, PASSWORD, data));
      S3Server server =
          new S3Server(
              vertx,
              directory,
              java(
                  "java",
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  "target/s3proxy.jar",
                  "--properties",
                  configuration.toString()));
      server.api().send(S3Request.of(HttpMethod.PUT, "")).blockingAwait();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  S3Bucket bucket() {
    return S3Bucket.of(url, "us-east-1", BUCKET);
  }

  /** The same bucket over TLS, in the host name. */
  S3Bucket secureBucket() {
    return S3Bucket.of(secureUrl, "us-east-1", BUCKET).withPathStyle(false);
  }

  S3Options options() {
    return S3Options.of(bucket(), CREDENTIALS);
  }

  S3ImageStore store() {
    return store(options());
  }

  S3ImageStore store(S3Options options) {
    return S3ImageStore.create(http, options);
  }

  /** A store whose clock is not that of the server. */
  S3ImageStore store(Clock clock) {
    return S3ImageStore.create(http, options(), clock);
  }

  /** A client that trusts the certificate of this server. */
  static Http http(Vertx vertx) {
    return Http.create(
        vertx, HttpOptions.defaults().withPlatform((client, pool) -> client.setTrustAll(true)));
  }

  /** The keys in the bucket. */
  List<String> keys() {
    return list("list-type", "/listBucketResult/contents");
  }

  /** The keys of the uploads that are neither completed nor aborted. */
  List<String> uploads() {
    return list("uploads", "/listMultipartUploadsResult/upload");
  }

  /** Deletes all that is in the bucket. */
  void empty() {
    keys().forEach(key -> new UploadApi(api()).delete(key).blockingAwait());
  }

  private List<String> list(String what, String place) {
    return api()
        .xml(S3Request.of(HttpMethod.GET, "").withQuery(what, what.equals("uploads") ? "" : "2"))
        .flattenAsFlowable(answer -> UploadApi.elements(answer.at(place)))
        .map(element -> element.path("key").asText())
        .toList()
        .blockingGet();
  }

  S3Api api() {
    return new S3Api(http, options(), Clock.systemUTC());
  }

  @Override
  public void close() {
    http.close();
    process.destroyForcibly().onExit().join();
    vertx.fileSystem().deleteRecursive(directory.toString()).await();
  }

  private static String port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.matches()) {
        return started.group(2);
      }
    }
    throw new AssertionError("the server has not started");
  }

  private static Process java(String tool, String... arguments) throws IOException {
    String program = Path.of(System.getProperty("java.home"), "bin", tool).toString();
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void await(Process tool) throws IOException {
    String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
    if (tool.onExit().join().exitValue() != 0) {
      throw new AssertionError(output);
    }
  }
}
