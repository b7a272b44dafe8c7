// A first model in JShell: a line through points.
Kerata.setRandomSeed(1)
var x = Ops.reshape(Ops.arange(100).cast("float32"), 100, 1).div(100)
var y = x.times(3).plus(1)
var model = new Sequential(new Input(1), new Dense(1))
model.compile(new Adam(0.1), new MeanSquaredError())
var losses = model.fit(x, y, new Fit().epochs(200).verbose(0)).get("loss")
System.out.printf("loss: %.4f%n", losses[199])
var at2 = model.predict(Tensor.of(new float[] {2}, 1, 1)).scalar()
System.out.printf("at 2: %.2f, where 7 is right%n", at2)
/exit losses[199] < 0.01 && Math.abs(at2 - 7) < 0.5 ? 0 : 1
