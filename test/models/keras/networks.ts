import { Building } from './build.ts';

const same = { padding: 'same' };

/** A U-Net: convolutions with folded normalisation, two halvings, skips, and a sigmoid. */
export function unet(): Building {
  const net = new Building([16, 24, 3], 1);
  const block = (filters: number) => {
    net.add('Conv2D', { ...same, filters, kernel_size: [3, 3], use_bias: false, activation: 'linear' });
    net.add('BatchNormalization');
    return net.add('Activation', { activation: 'relu' });
  };
  net.add('Rescaling', { scale: 2, offset: -1 }, ['picture']);
  const first = block(6);
  net.add('MaxPooling2D', { ...same, pool_size: [2, 2], strides: [2, 2] });
  const second = block(8);
  net.add('MaxPooling2D', { padding: 'valid', pool_size: [2, 2] });
  block(10);
  net.add('Dropout', { rate: 0.5 });
  net.add('UpSampling2D', { size: [2, 2], interpolation: 'nearest' });
  net.add('Concatenate', { axis: -1 }, [net.layers.at(-1)!.name, second]);
  block(8);
  net.add('Conv2DTranspose', { ...same, filters: 6, kernel_size: [3, 3], strides: [2, 2] });
  net.add('BatchNormalization', { scale: false });
  net.add('Concatenate', { axis: 3 }, [net.layers.at(-1)!.name, first]);
  block(6);
  net.add('Conv2D', { ...same, filters: 1, kernel_size: [1, 1], activation: 'sigmoid' });
  return net;
}

/** PSPNet's ideas: dilation, a residual, pooling over windows of several sizes, bilinear enlargement. */
export function pspnet(): Building {
  const net = new Building([24, 24, 3], 2);
  net.add(
    'ZeroPadding2D',
    {
      padding: [
        [1, 0],
        [0, 1],
      ],
    },
    ['picture'],
  );
  net.add('Conv2D', { padding: 'valid', filters: 6, kernel_size: [3, 3], strides: [2, 2] });
  net.add('BatchNormalization', { center: false });
  const before = net.add('ReLU', { max_value: 6 });
  net.add('Conv2D', { ...same, filters: 6, kernel_size: [3, 3], dilation_rate: [2, 2], activation: 'tanh' });
  net.add('Conv2D', { ...same, filters: 6, kernel_size: [3, 3], dilation_rate: [4, 4] });
  const features = net.add('Add', {}, [net.layers.at(-1)!.name, before]);
  const [side] = net.valueOf(features).shape;
  const levels = [1, 2, 3].map((bins) => {
    const size = Math.floor(side / bins);
    net.add('AveragePooling2D', { padding: 'valid', pool_size: [size, size], strides: [size, size] }, [features]);
    net.add('Conv2D', { ...same, filters: 2, kernel_size: [1, 1], use_bias: false });
    net.add('BatchNormalization');
    net.add('LeakyReLU', { alpha: 0.3 });
    return net.add('Resizing', { height: side, width: side, interpolation: 'bilinear' });
  });
  net.add('Concatenate', {}, [features, ...levels]);
  net.add('Conv2D', { ...same, filters: 1, kernel_size: 3 });
  net.add('UpSampling2D', { size: 2, interpolation: 'bilinear' });
  net.add('Activation', { activation: 'sigmoid' });
  return net;
}

/** The mobile project's: separable convolutions, PReLU, squeeze and excitation, transposed convolutions. */
export function mobile(): Building {
  const net = new Building([16, 16, 3], 3);
  net.add('SeparableConv2D', { ...same, filters: 8, kernel_size: [3, 3], strides: [2, 2], depth_multiplier: 2 }, [
    'picture',
  ]);
  net.add('BatchNormalization');
  const wide = net.add('PReLU', { shared_axes: [1, 2] });
  net.add('DepthwiseConv2D', { ...same, kernel_size: [5, 5], strides: [2, 2] });
  net.add('BatchNormalization');
  const deep = net.add('PReLU');
  net.add('GlobalAveragePooling2D');
  net.add('Dense', { units: 4, activation: 'hard_swish' });
  net.add('Dense', { units: 8, activation: 'hard_sigmoid' });
  net.add('Reshape', { target_shape: [1, 1, 8] });
  net.add('Multiply', {}, [deep, net.layers.at(-1)!.name]);
  net.add('Conv2DTranspose', { ...same, filters: 8, kernel_size: [4, 4], strides: [2, 2] });
  net.add('Subtract', {}, [net.layers.at(-1)!.name, wide]);
  net.add('Conv2DTranspose', { padding: 'valid', filters: 4, kernel_size: [3, 3], strides: [2, 2] });
  net.add('Cropping2D', {
    cropping: [
      [0, 1],
      [1, 0],
    ],
  });
  net.add('Conv2D', { ...same, filters: 1, kernel_size: 1, activation: 'sigmoid' });
  return net;
}

/** Picture and mask before, two classes. */
export function masked(): Building {
  const net = new Building([16, 12, 4], 4);
  net.add('Conv2D', { ...same, filters: 8, kernel_size: [3, 5], strides: [2, 2], activation: 'swish' }, ['picture']);
  net.add('DepthwiseConv2D', { ...same, kernel_size: [3, 3], activation: 'relu6', depth_multiplier: 2 });
  net.add('BatchNormalization');
  net.add('UpSampling2D', { size: [2, 2], interpolation: 'bilinear' });
  net.add('Permute', { dims: [2, 1, 3] });
  net.add('Permute', { dims: [2, 1, 3] });
  net.add('Conv2D', { ...same, filters: 2, kernel_size: [3, 3] });
  net.add('Softmax', { axis: -1 });
  return net;
}
