package dev.animus4j.checks;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Image provider in a process of its own, so that its memory is not counted. It responds to every
 * request with the same image in JSON; and it completes no response before so many of them are half
 * sent.
 */
final class ImageProviderProcess {
  private static final int PIECE = 48 * 1024;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  /** Where the chunk with the pixels begins. */
  private static final int PIXELS = 33;

  /** The length of a chunk without data. */
  private static final int CHUNK = 12;

  private final int together;
  private final List<Buffer> written = new ArrayList<>();
  private final List<Runnable> halfway = new ArrayList<>();

  private ImageProviderProcess(int bytes, int together) {
    this.together = together;
    written.add(Buffer.buffer("{\"created\":1,\"data\":[{\"b64_json\":\""));
    picture(bytes).blockingForEach(piece -> written.add(base64(piece)));
    written.add(Buffer.buffer("\"}],\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}"));
  }

  private static Buffer base64(Buffer piece) {
    return Buffer.buffer(Base64.getEncoder().encode(piece.getBytes()));
  }

  /** The image: a PNG whose pixels are noise; generated in chunks. */
  static Flowable<Buffer> picture(int bytes) {
    int last = (bytes - 1) / PIECE;
    return Flowable.range(0, last + 1)
        .map(
            number -> {
              Buffer piece = noise(number, Math.min(PIECE, bytes - number * PIECE));
              Buffer begun = number == 0 ? withBeginning(piece, bytes) : piece;
              return number == last ? withEnd(begun) : begun;
            });
  }

  private static Buffer noise(int number, int bytes) {
    byte[] noise = new byte[bytes];
    new Random(number).nextBytes(noise);
    return Buffer.buffer(noise);
  }

  /** The header, and the head of a chunk that has all the rest but the end. */
  private static Buffer withBeginning(Buffer piece, int bytes) {
    return piece
        .setBytes(0, PNG)
        .setInt(8, 13)
        .setString(12, "IHDR")
        .setInt(16, 1024)
        .setInt(20, 1024)
        .setInt(PIXELS, bytes - PIXELS - 2 * CHUNK)
        .setString(PIXELS + 4, "IDAT");
  }

  private static Buffer withEnd(Buffer piece) {
    int end = piece.length() - CHUNK;
    return piece.setInt(end, 0).setString(end + 4, "IEND").setInt(end + 8, 0xAE426082);
  }

  /** Starts a provider; its first line of output is the port. */
  static ChildJvm start(int bytes, int together) throws IOException {
    return ChildJvm.start(List.of("-Xmx256m"), ImageProviderProcess.class, bytes, together);
  }

  public static void main(String[] arguments) {
    ImageProviderProcess imageProviderProcess =
        new ImageProviderProcess(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(imageProviderProcess::answer)
        .listen(0, "127.0.0.1")
        .onSuccess(server -> System.out.println(server.actualPort()));
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader("content-type", "application/json");
    request.end().onSuccess(read -> write(response, 0));
  }

  private void write(HttpServerResponse response, int at) {
    if (at == written.size()) {
      response.end();
    } else if (at == written.size() / 2) {
      wait(() -> response.write(written.get(at)).onSuccess(sent -> write(response, at + 1)));
    } else {
      response.write(written.get(at)).onSuccess(sent -> write(response, at + 1));
    }
  }

  private void wait(Runnable then) {
    halfway.add(then);
    if (halfway.size() == together) {
      List<Runnable> all = List.copyOf(halfway);
      halfway.clear();
      all.forEach(Runnable::run);
    }
  }
}
