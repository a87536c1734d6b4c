package dev.animus4j.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A file for each conversation, with an entry on each line. */
record JsonFileHistory(Path directory) implements HistoryStore {
  @Override
  public Completable append(String id, HistoryEntry entry) {
    return edit(id, entries -> Stream.concat(entries.stream(), Stream.of(entry)).toList())
        .ignoreElement();
  }

  @Override
  public Single<List<HistoryEntry>> recentEntries(String id, int limit) {
    return edit(id, UnaryOperator.identity())
        .map(all -> all.subList(Math.max(0, all.size() - limit), all.size()));
  }

  @Override
  public Single<List<HistoryEntry>> edit(String id, UnaryOperator<List<HistoryEntry>> change) {
    return Single.fromCallable(() -> replace(id, change)).subscribeOn(Schedulers.io());
  }

  private synchronized List<HistoryEntry> replace(
      String id, UnaryOperator<List<HistoryEntry>> change) throws IOException {
    Path file = directory.resolve(HexFormat.of().formatHex(id.getBytes(UTF_8)) + ".jsonl");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    var before = lines.stream().map(line -> HistoryEntry.parse(Buffer.buffer(line))).toList();
    var after = change.apply(before);
    if (!after.equals(before)) {
      Files.write(file, after.stream().map(entry -> entry.toJson().toString()).toList());
    }
    return before;
  }
}
